footer = Anmeldung über { $organization }

language_menu = Sprache:

continue_to = Weiter zu <strong>{ $app }</strong>

privacy_of = Datenschutzerklärung von { $app }
terms_of = Nutzungsbedingungen von { $app }

date_and_time = { $day }. { $month ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
} { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = gerade eben
ago_minutes = { $count ->
    [one] vor einer Minute
   *[other] vor { $count } Minuten
}
ago_hours = { $count ->
    [one] vor einer Stunde
   *[other] vor { $count } Stunden
}
ago_days = { $count ->
    [one] vor einem Tag
   *[other] vor { $count } Tagen
}

insecure_http = Dieser Server wird ohne Verschlüsselung erreicht: Andere im Netzwerk können Ihr Passwort mitlesen. Er ist nur für Tests gedacht.
