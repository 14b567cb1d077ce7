footer = Connexion par { $organization }

language_menu = Langue :

continue_to = Continuer vers <strong>{ $app }</strong>

privacy_of = Règles de confidentialité de { $app }
terms_of = Conditions d’utilisation de { $app }

date_and_time = { $day } { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
} { $year } à { $time } UTC

moment = { $when } ({ $relative })
ago_now = à l’instant
ago_minutes = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
ago_hours = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
ago_days = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}

insecure_http = Ce serveur est accessible sans chiffrement : d’autres personnes sur le réseau peuvent lire votre mot de passe. Il est réservé aux tests.
