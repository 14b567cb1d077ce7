footer = Accesso tramite { $organization }

language_menu = Lingua:

continue_to = Continua su <strong>{ $app }</strong>

privacy_of = Informativa sulla privacy di { $app }
terms_of = Termini di { $app }

date_and_time = { $day } { $month ->
    [1] gen
    [2] feb
    [3] mar
    [4] apr
    [5] mag
    [6] giu
    [7] lug
    [8] ago
    [9] set
    [10] ott
    [11] nov
   *[12] dic
} { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = adesso
ago_minutes = { $count ->
    [one] un minuto fa
   *[other] { $count } minuti fa
}
ago_hours = { $count ->
    [one] un’ora fa
   *[other] { $count } ore fa
}
ago_days = { $count ->
    [one] un giorno fa
   *[other] { $count } giorni fa
}

insecure_http = Questo server viene raggiunto senza crittografia: altri sulla rete possono leggere la tua password. Serve solo per le prove.
