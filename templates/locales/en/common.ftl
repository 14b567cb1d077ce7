# Texts that several pages share.
# A message's name is the name of its method in Rust and in templates. Only <strong> may stand in a text.

# Footer. $organization is the name that the administrator gave this server.
footer = Sign-in by { $organization }

# In the footer, before the name of the language of the page; read aloud, not shown.
language_menu = Language:

# Above the card: the app that the user goes on to.
continue_to = Continue to <strong>{ $app }</strong>

privacy_of = Privacy policy of { $app }
terms_of = Terms of { $app }

## Dates

date_and_time = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }, { $time } UTC

# $when is a date with time; the relative one stands in brackets after it.
moment = { $when } ({ $relative })
ago_now = just now
ago_minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
ago_hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
ago_days = { $count ->
    [one] a day ago
   *[other] { $count } days ago
}

# Above every page where the administrator has allowed http (insecure_http).
insecure_http = This server is reached without encryption: others on the network can read your password. It is for tests alone.
