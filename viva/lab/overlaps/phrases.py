"""What synthesized callers say over the bot, and in which voices, by what it is for.

`words` fits the score of single words (`viva/hearing/overlap/spoken.py`), `train` the judge, `judged`
measures it. No voice and no phrase of an interruption is in two of them; backchannels are a closed class.
"""

from __future__ import annotations

from typing import Literal

Part = Literal["words", "train", "judged"]

VOICES: dict[Part, tuple[str, ...]] = {
    "words": (
        *(
            "en-us",
            "en-gb+f4",
            "en-gb-scotland+m1",
            "en-029+f2",
            "en-us-nyc+m3",
            "en-us+klatt",
            "en-us+klatt3",
        ),
        *("en-gb+adam", "en-us+Alex", "en-us+Andrea", "en-gb+antonio", "en-us+aunty", "en-gb+benjamin"),
        *(
            "en-us+boris",
            "en-gb+caleb",
            "en-us+david",
            "en-us+Denis",
            "en-gb+ed",
            "en-us+edward",
            "en-gb+Gene",
        ),
        *("en-us+Henrique", "en-gb-scotland+ian", "en-us+iven", "en-gb+Jacky", "en-us+john", "en-us+Lee"),
        *(
            "en-029+Mario",
            "en-us+max",
            "en-gb+miguel",
            "en-us+Mike",
            "en-gb+pablo",
            "en-us+paul",
            "en-gb+quincy",
        ),
        *("en-us+sandro", "en-gb+Storm", "en-us+zac", "en-gb+anika", "en-us+grandpa", "en-gb+shelby"),
    ),
    "train": (
        *("en-gb-scotland", "en-us+f2", "en-gb+m3", "en-us+m7", "en-gb+klatt2", "en-029+m1", "en-us-nyc+m5"),
        *(
            "en-us+croak",
            "en-gb+Andy",
            "en-us+Michael",
            "en-gb+linda",
            "en-us+rob",
            "en-gb+Annie",
            "en-us+travis",
        ),
        *("en-us+marcelo", "en-gb+pedro", "en-us+norbert", "en-gb+victor", "en-us+Hugo", "en-gb+grandma"),
    ),
    "judged": (
        *("en-gb", "en-gb-x-rp+f1", "en-us+f3", "en-us+m2", "en-gb-x-gbclan+f5", "en-us+klatt4"),
        *("en-gb+belinda", "en-us+m6", "en-gb-x-gbcwmd+m4", "en-us+steph", "en-029+Alicia", "en-us+Reed"),
    ),
}
LISTENING = (
    *("okay", "right", "yeah", "yes", "sure", "I see", "got it", "alright", "oh", "oh okay", "yep"),
    *("uh-huh", "mm-hmm", "mhm", "ah", "okay okay", "yeah yeah", "of course", "great", "good", "really"),
    *("exactly", "hmm", "right right", "yes okay"),
)
INTERRUPTING: dict[Part, tuple[str, ...]] = {
    "words": (
        *("no", "no no", "stop", "stop please", "wait wait", "hold it", "hang on a moment", "but I said no"),
        *(
            "I would like tea",
            "I need help",
            "I want the big one",
            "I'd rather not",
            "I'm not sure about that",
        ),
        *("I don't want that", "I have a question", "can you repeat", "can we start again", "could you wait"),
        *("what is it", "what time", "when is that", "where are you", "how far is it", "who am I talking to"),
        *("why is that", "why", "how", "nope", "not today", "not me", "never", "nothing", "none", "neither"),
        *("excuse me sir", "pardon", "sorry I didn't catch that", "sorry what", "hello there", "hi"),
        *("agent", "operator", "person please", "help", "quiet", "enough", "cancel", "cancel it", "repeat"),
        *("back", "next", "skip", "skip this", "change it", "delete", "goodbye", "bye", "thanks but no"),
        *("one", "two", "four", "five", "six", "eight", "nine", "ten", "twelve", "twenty", "half past three"),
        *(
            "Monday",
            "Tuesday",
            "Thursday",
            "in the morning",
            "tonight",
            "today",
            "next week",
            "March",
            "in May",
        ),
        *("small", "medium", "large", "with milk", "without sugar", "black coffee", "tea", "pizza", "water"),
        *("the first one", "the second", "the last one", "both", "this one", "that's not it", "that's all"),
        *("my name is Anna", "Peter", "Smith", "London", "it's broken", "it is late", "it doesn't work"),
        *("let me think", "let's stop", "listen to me", "look here", "you are wrong", "you said ten"),
        *("we need more", "they told me no", "there is a mistake", "do you have it", "does it cost more"),
        *("is it open", "are you there", "should I wait", "will it rain", "just a moment", "just the bill"),
        *(
            "give me another",
            "take it off",
            "tell me more",
            "put it back",
            "make it three",
            "go back",
            "speak up",
        ),
    ),
    "train": (
        *("no wait", "stop", "hold on", "I want to change that", "can I speak to someone", "actually not"),
        *("excuse me", "no", "what did you say", "that's wrong", "I need a person", "sorry, one moment"),
        *("cancel that", "make it two", "how much is that", "could you repeat that", "just a second please"),
        *("where is my order", "hello", "the other one", "tomorrow at nine", "not that one", "never mind"),
        *("I said large", "wait a minute", "no thank you", "what about Friday", "please be quiet", "seven"),
    ),
    "judged": (
        *("no no no", "wait", "stop it", "hold on a second", "I want to talk to a person", "can you help me"),
        *(
            "actually I'd like tea",
            "excuse me please",
            "I didn't say that",
            "that is not right",
            "who is this",
        ),
        *("sorry", "forget it", "when do you open", "could I have milk", "hang on", "how long does it take"),
        *("listen", "the small one", "on Monday", "let me finish", "what", "I would like to cancel", "three"),
    ),
}
"""Short commands ("no", "stop") are in more than one: there are no others."""
LISTENING_FIRST = (
    *("yeah but I want the other one", "okay so can I pay now", "right no that's wrong"),
    *("yes but not today", "oh wait that's too late", "okay and what does it cost"),
)
"""Interruptions that begin as a backchannel does: only what follows tells. Judged by themselves."""
