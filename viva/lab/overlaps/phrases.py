"""What synthesized callers say over the bot, and in which voices, by what it is for.

`words` fits the score of single words (`viva/hearing/overlap/spoken.py`), `train` the judge, `judged`
measures it. No voice and no phrase of an interruption is in two of them; backchannels are a closed class.
"""

from __future__ import annotations

from typing import Literal

Part = Literal["words", "train", "judged"]

ACCENTS = (
    *("en-us", "en-gb", "en-gb-scotland", "en-029", "en-us-nyc"),
    *("en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd"),
)
"""eSpeak NG's ways to pronounce English; every voice speaks in all of them."""
VOICES: dict[Part, tuple[str, ...]] = {
    "words": (
        *("m1", "m2", "m3", "f1", "f2", "klatt", "klatt3", "klatt4", "klatt5", "adam", "Alex", "Alicia"),
        *("antonio", "aunty", "benjamin", "boris", "caleb", "david", "Denis", "ed", "edward", "edward2"),
        *("Gene", "Gene2", "grandpa", "Henrique", "ian", "iven", "iven2", "iven3", "Jacky", "john", "Lee"),
        *("Mario", "max", "miguel", "mike2", "Mike", "pablo", "paul", "quincy", "RicishayMax2", "sandro"),
        *("steph2", "Storm", "whisperf", "zac"),
    ),
    "train": (
        *("f3", "f5", "m4", "m5", "m6", "m7", "klatt2", "croak", "Andy", "Annie", "AnxiousAndy", "belinda"),
        *("grandma", "Hugo", "iven4", "linda", "marcelo", "Michael", "norbert", "pedro", "Reed", "rob"),
        *("steph", "steph3", "travis", "victor", "whisper"),
    ),
    "judged": (
        *("f4", "m8", "klatt6", "Andrea", "anika", "announcer", "Diogo", "gustave", "kaukovalta", "Marco"),
        *("michel", "Nguyen", "RicishayMax", "robert", "shelby"),
    ),
}
"""Variants of eSpeak NG: the throats that speak."""
LISTENING = (
    *("okay", "right", "yeah", "yes", "sure", "I see", "got it", "alright", "oh", "oh okay", "yep"),
    *("uh-huh", "mm-hmm", "mhm", "ah", "okay okay", "yeah yeah", "of course", "great", "good", "really"),
    *("exactly", "hmm", "right right", "yes okay"),
)
INTERRUPTING: dict[Part, tuple[str, ...]] = {
    "words": (
        *("no", "no no", "stop", "stop please", "wait wait", "hold it", "hang on a moment", "but I said no"),
        *("I would like tea", "I need help", "I want the big one", "I'd rather not"),
        "I'm not sure about that",
        *("I don't want that", "I have a question", "can you repeat", "can we start again", "could you wait"),
        *("what is it", "what time", "when is that", "where are you", "how far is it", "who am I talking to"),
        *("why is that", "why", "how", "nope", "not today", "not me", "never", "nothing", "none", "neither"),
        *("excuse me sir", "pardon", "sorry I didn't catch that", "sorry what", "hello there", "hi"),
        *("agent", "operator", "person please", "help", "quiet", "enough", "cancel", "cancel it", "repeat"),
        *("back", "next", "skip", "skip this", "change it", "delete", "goodbye", "bye", "thanks but no"),
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
        *("twenty", "half past three", "Monday", "Tuesday", "Thursday", "in the morning", "tonight", "today"),
        *("next week", "March", "in May"),
        *("small", "medium", "large", "with milk", "without sugar", "black coffee", "tea", "pizza", "water"),
        *("the first one", "the second", "the last one", "both", "this one", "that's not it", "that's all"),
        *("my name is Anna", "Peter", "Smith", "London", "it's broken", "it is late", "it doesn't work"),
        *("let me think", "let's stop", "listen to me", "look here", "you are wrong", "you said ten"),
        *("we need more", "they told me no", "there is a mistake", "do you have it", "does it cost more"),
        *("is it open", "are you there", "should I wait", "will it rain", "just a moment", "just the bill"),
        *("give me another", "take it off", "tell me more", "put it back", "make it three", "go back"),
        "speak up",
    ),
    "train": (
        *("no wait", "stop", "hold on", "I want to change that", "can I speak to someone", "actually not"),
        *("excuse me", "no", "what did you say", "that's wrong", "I need a person", "sorry, one moment"),
        *("cancel that", "make it two", "how much is that", "could you repeat that", "just a second please"),
        *("where is my order", "hello", "the other one", "tomorrow at nine", "not that one", "never mind"),
        *("I said large", "wait a minute", "no thank you", "what about Friday", "please be quiet", "seven"),
        *("no no no", "wait", "stop it", "hold on a second", "I want to talk to a person", "can you help me"),
        *("actually I'd like tea", "excuse me please", "I didn't say that", "that is not right", "sorry"),
        *("who is this", "forget it", "when do you open", "could I have milk", "hang on", "listen"),
        *("how long does it take", "the small one", "on Monday", "let me finish", "what", "three"),
        "I would like to cancel",
    ),
    "judged": (
        *("stop", "question", "eleven", "impossible", "Wednesday", "wrong number", "one second", "slow down"),
        *("at noon", "I can't hear you", "could you say that again", "let me talk to somebody"),
        *("that's the wrong address", "I already paid for it", "we want to sit outside", "do you take cards"),
        *("is there anything cheaper", "make that a decaf", "no that's not what I meant", "wait wait wait"),
        *("hang on a minute", "please stop talking", "my number has changed", "I think you misunderstood me"),
    ),
}
"""Short commands ("no", "stop") are in more than one: there are no others."""
LISTENING_FIRST = (
    *("yeah but I want the other one", "okay so can I pay now", "right no that's wrong"),
    *("yes but not today", "oh wait that's too late", "okay and what does it cost"),
)
"""Interruptions that begin as a backchannel does: only what follows tells. Judged by themselves."""
