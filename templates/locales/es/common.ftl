footer = Inicio de sesión de { $organization }

language_menu = Idioma:

continue_to = Continuar a <strong>{ $app }</strong>

privacy_of = Política de privacidad de { $app }
terms_of = Condiciones de { $app }

date_and_time = { $day } { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sept
    [10] oct
    [11] nov
   *[12] dic
} { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = ahora mismo
ago_minutes = { $count ->
    [one] hace { $count } minuto
   *[other] hace { $count } minutos
}
ago_hours = { $count ->
    [one] hace { $count } hora
   *[other] hace { $count } horas
}
ago_days = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}

insecure_http = Se accede a este servidor sin cifrado: otras personas de la red pueden leer tu contraseña. Es solo para pruebas.
