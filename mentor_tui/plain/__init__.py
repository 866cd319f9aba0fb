"""The program by prompts and lines: for screen readers, the simplest terminals, and very poor lines.

Nothing here moves the cursor, colours a word or draws a box: what is written is text and line ends, wrapped by words.
The forms are those of :mod:`mentor_tui.forms`, which the screens show too; drafts and lock are the same.
"""
