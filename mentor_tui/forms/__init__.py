"""What each form asks and what becomes of the answers, whoever puts the questions: a screen, or the plain mode.

A paper (:mod:`.paper`) is drawn from the record's declaration and adds what the declaration cannot know: what was
left open last time, what is filled in and where it comes from, which question follows from an answer, what is asked
once more before saving. Nothing here knows a screen.
"""
