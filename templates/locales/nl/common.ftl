footer = Inloggen via { $organization }

language_menu = Taal:

continue_to = Doorgaan naar <strong>{ $app }</strong>

privacy_of = Privacybeleid van { $app }
terms_of = Voorwaarden van { $app }

date_and_time = { $day } { $month ->
    [1] jan
    [2] feb
    [3] mrt
    [4] apr
    [5] mei
    [6] jun
    [7] jul
    [8] aug
    [9] sep
    [10] okt
    [11] nov
   *[12] dec
} { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = zojuist
ago_minutes = { $count ->
    [one] een minuut geleden
   *[other] { $count } minuten geleden
}
ago_hours = { $count ->
    [one] een uur geleden
   *[other] { $count } uur geleden
}
ago_days = { $count ->
    [one] een dag geleden
   *[other] { $count } dagen geleden
}

insecure_http = Deze server wordt zonder versleuteling gebruikt: anderen op het netwerk kunnen je wachtwoord lezen. Hij is alleen voor tests.
