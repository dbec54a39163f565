"""`viva eval`: what rows of truth and prediction are worth, with counts and intervals.

Each kind of evaluation is a function that takes a `Source` and gives a `viva.lab.report.model.Report`.
"""
