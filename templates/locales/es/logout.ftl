sign_out_page = Cerrar sesión · { $organization }
sign_out_title_everywhere = ¿Cerrar sesión en todas partes?
sign_out_title_accounts = ¿Cerrar sesión?
sign_out_asked_by = { $app } pide cerrar tu sesión.
sign_out_signed_in_as = Has iniciado sesión como { $user }.
sign_out_effect = Se cerrará tu sesión en todas las aplicaciones que hayas abierto con esta cuenta en este navegador.
sign_out_everywhere = Cerrar sesión en todas partes
sign_out_this = Cerrar la sesión de { $user }
sign_out_all = { $count ->
    [one] Cerrar sesión en { $count } cuenta
   *[other] Cerrar sesión en las { $count } cuentas
}
sign_out_fault = Este enlace de cierre de sesión no funciona como la aplicación pretendía: no hemos podido verificar adónde quiere llevarte. Puedes cerrar sesión igualmente y quedarte aquí. Quien desarrolla la aplicación puede corregir el enlace.
sign_out_stay = Mantener la sesión iniciada

signed_out_page = Sesión cerrada · { $organization }
signed_out_title = Has cerrado sesión
signed_out = Para volver a usar una aplicación, ábrela e inicia sesión.
signed_out_account = Esa cuenta ha cerrado sesión en todas las aplicaciones.
signed_out_others = Siguen con la sesión iniciada en este navegador: { $users }.
signed_out_sign_in = Iniciar sesión de nuevo
signed_out_to_app = Ir a { $app }
signed_out_choose = Elegir una cuenta

signing_out = Estamos cerrando tu sesión en tus aplicaciones. Para volver a usar una, ábrela e inicia sesión.
signing_out_then_back = Estamos cerrando tu sesión en tus aplicaciones; después te llevaremos de vuelta.
signing_out_continue = Continuar
signing_out_frame = Cierre de sesión en una aplicación
