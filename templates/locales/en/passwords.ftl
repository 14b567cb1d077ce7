# Choosing a new password: its field, and why one will not do.

password_new_hint = At least { $min } characters. A few unrelated words do well.
password_show = Show
password_hide = Hide
password_strength = Password strength

## How strong it is, from 0 to 4

password_strength_0 = Very weak
password_strength_1 = Weak
password_strength_2 = Not strong enough
password_strength_3 = Good
password_strength_4 = Strong

## Why it will not do

password_too_short = Use at least { $min } characters. A few unrelated words do well.
password_too_long = Use 256 characters at most.
password_unusable = This password holds a character that can’t be used. Choose another one.
password_common = Many people use this password, so it is guessed first. Choose another one.
password_own_word = This password is too close to your name, your address or the name of this app. Choose something unrelated.
password_pattern = Sequences and repetitions such as “abcdef” or “aaaaaa” are guessed quickly. Add a few unrelated words.
password_date = Dates and years are guessed quickly. Add a few unrelated words.
password_single_word = A word or a name by itself is guessed quickly. Add a few unrelated words.
password_guessable = This password is guessed quickly. Add a few unrelated words.
password_breached = This password was found in a data breach elsewhere, so others know it. Choose another one.
password_unchanged = This is the password that you have now. Choose another one.
password_had_before = This is the password that your account had before. Choose another one.
