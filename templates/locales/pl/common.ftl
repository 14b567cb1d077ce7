footer = Logowanie przez { $organization }

language_menu = Język:

continue_to = Przejdź do <strong>{ $app }</strong>

privacy_of = Polityka prywatności { $app }
terms_of = Warunki korzystania z { $app }

date_and_time = { $day } { $month ->
    [1] sty
    [2] lut
    [3] mar
    [4] kwi
    [5] maj
    [6] cze
    [7] lip
    [8] sie
    [9] wrz
    [10] paź
    [11] lis
   *[12] gru
} { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = przed chwilą
ago_minutes = { $count ->
    [one] minutę temu
    [few] { $count } minuty temu
    [many] { $count } minut temu
   *[other] { $count } minuty temu
}
ago_hours = { $count ->
    [one] godzinę temu
    [few] { $count } godziny temu
    [many] { $count } godzin temu
   *[other] { $count } godziny temu
}
ago_days = { $count ->
    [one] wczoraj
    [few] { $count } dni temu
    [many] { $count } dni temu
   *[other] { $count } dnia temu
}

insecure_http = Połączenie z tym serwerem nie jest szyfrowane: inni w sieci mogą odczytać Twoje hasło. Serwer służy tylko do testów.
