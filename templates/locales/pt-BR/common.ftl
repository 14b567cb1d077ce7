footer = Login por { $organization }

language_menu = Idioma:

continue_to = Continuar para <strong>{ $app }</strong>

privacy_of = Política de Privacidade de { $app }
terms_of = Termos de { $app }

date_and_time = { $day } de { $month ->
    [1] jan.
    [2] fev.
    [3] mar.
    [4] abr.
    [5] mai.
    [6] jun.
    [7] jul.
    [8] ago.
    [9] set.
    [10] out.
    [11] nov.
   *[12] dez.
} de { $year }, { $time } UTC

moment = { $when } ({ $relative })
ago_now = agora mesmo
ago_minutes = { $count ->
    [one] há { $count } minuto
   *[other] há { $count } minutos
}
ago_hours = { $count ->
    [one] há { $count } hora
   *[other] há { $count } horas
}
ago_days = { $count ->
    [one] há { $count } dia
   *[other] há { $count } dias
}

insecure_http = Este servidor é acessado sem criptografia: outras pessoas na rede podem ler sua senha. Ele serve apenas para testes.
