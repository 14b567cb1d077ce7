account_page = Sua conta · { $organization }
account_switch = Trocar de conta
account_add = Adicionar conta
account_sign_out = Sair
account_email = E-mail
account_username = Nome de usuário

account_methods_title = Como você entra
account_password = Senha
account_password_detail = Definida para esta conta
account_connected_since = Conectado em { $when }
account_disconnect = Desconectar { $provider }
account_connect = Conectar { $provider }

account_devices_title = Dispositivos
account_this_device = este navegador
account_session_since = Sessão iniciada em { $when }
account_session_seen = Último uso em { $when }
account_session_apps = Apps abertos: { $apps }
account_session_end = Sair
account_sessions_end_others = Sair de todos os outros dispositivos

device_browser_on_system = { $browser } no { $system }
device_unknown = Navegador desconhecido

place_with_address = { $place } ({ $address })

receipts_title = Saídas nas últimas 24 horas
receipt_delivered = Encerrou sua sessão em { $when }
receipt_waiting = Encerrando sua sessão
receipt_retrying = Ainda não foi possível contatar; última tentativa em { $when }
receipt_given_up = { $count ->
    [one] Não foi possível contatar, { $count } tentativa
   *[other] Não foi possível contatar, { $count } tentativas
}
receipt_send_again = Enviar novamente

account_apps_title = Seus apps
account_apps_none = Você ainda não usou nenhum app. Os apps em que você entrar aparecerão aqui.
account_app_allowed = Pode usar { $scope }
account_app_allowed_since = Permitido em { $when }
account_app_trusted = Fornecido pela sua organização
account_app_open = Abrir { $app }
account_app_remove = Remover acesso
account_app_sign_out = Sair de { $app }
