account_page = Tu cuenta · { $organization }
account_switch = Cambiar de cuenta
account_add = Añadir cuenta
account_sign_out = Cerrar sesión
account_email = Correo electrónico
account_username = Nombre de usuario

account_methods_title = Cómo inicias sesión
account_password = Contraseña
account_password_detail = Definida para esta cuenta
account_connected_since = Vinculado el { $when }
account_disconnect = Desvincular { $provider }
account_connect = Vincular { $provider }

account_devices_title = Dispositivos
account_this_device = este navegador
account_session_since = Sesión iniciada el { $when }
account_session_seen = Último uso el { $when }
account_session_apps = Aplicaciones abiertas: { $apps }
account_session_end = Cerrar sesión
account_sessions_end_others = Cerrar sesión en los demás dispositivos

device_browser_on_system = { $browser } en { $system }
device_unknown = Navegador desconocido

place_with_address = { $place } ({ $address })

receipts_title = Sesiones cerradas en las últimas 24 horas
receipt_delivered = Cerró tu sesión el { $when }
receipt_waiting = Cerrando tu sesión
receipt_retrying = Todavía no responde; último intento el { $when }
receipt_given_up = { $count ->
    [one] No respondió, { $count } intento
   *[other] No respondió, { $count } intentos
}
receipt_send_again = Enviar de nuevo

account_apps_title = Tus aplicaciones
account_apps_none = Aún no has usado ninguna aplicación. Aquí aparecerán aquellas en las que inicies sesión.
account_app_allowed = Puede usar { $scope }
account_app_allowed_since = Permitido el { $when }
account_app_trusted = Proporcionada por tu organización
account_app_open = Abrir { $app }
account_app_remove = Quitar acceso
account_app_sign_out = Cerrar sesión en { $app }
