error_detail = Detalles técnicos para quien desarrolla la aplicación
error_reference = Referencia { $reference }

error_try_again = Inténtalo de nuevo. Si vuelve a ocurrir, comunica a tu administrador la referencia que aparece abajo.
error_start_again = Vuelve a la aplicación y empieza de nuevo.
error_open_again = Abrir la página de nuevo
error_to_apps = Ir a tus aplicaciones
error_to_accounts = Elegir una cuenta
error_developer = No has hecho nada mal. Quien desarrolla la aplicación puede solucionarlo.

error_bad_request_title = No hemos podido leer esa solicitud
error_bad_request = La solicitud que envió tu navegador estaba incompleta o dañada.
error_bad_request_remedy = Vuelve atrás e inténtalo de nuevo.

error_app_request = La aplicación ha enviado una solicitud que no podemos leer.
error_refused = La solicitud de la aplicación se ha rechazado.

error_account_gone_title = Esa cuenta ha cerrado sesión
error_account_gone = Ya no tienes la sesión iniciada en la cuenta que elegiste.
error_account_gone_remedy = Vuelve atrás y elige otra cuenta, o inicia sesión de nuevo.

error_proxy = Solo un proxy inverso puede usar esta dirección, y el proxy no ha enviado la dirección ni el método de la solicitud original.
error_proxy_remedy = El administrador del proxy puede solucionarlo. La guía está en docs/guides/forward-auth.md.

error_form_title = Este formulario ha caducado
error_form = Es demasiado antiguo, se abrió en otro navegador o las cookies están bloqueadas.
error_form_remedy = Abre la página de nuevo. Si sigue ocurriendo, permite las cookies de este sitio.

error_forbidden_title = No tienes acceso
error_forbidden = La cuenta que estás usando no puede abrir esta página.
error_forbidden_remedy = Si necesitas acceso, pídeselo a tu administrador. También puedes volver atrás y usar otra cuenta.

error_unavailable_title = Tenemos problemas en este momento
error_unavailable = El servidor está ocupado o no puede conectarse a su base de datos.
error_unavailable_remedy = Espera unos segundos e inténtalo de nuevo.

error_out_of_date_title = No podemos continuar con este inicio de sesión
error_out_of_date = Se inició en otro navegador, su dirección está incompleta o las cookies están bloqueadas.
error_out_of_date_remedy = Abre la aplicación de nuevo. Si sigue ocurriendo, permite las cookies de este sitio.

error_limited_title = Demasiados intentos
error_limited = Ha habido demasiados intentos desde tu red.
error_limited_remedy = { $seconds ->
    [one] Espera { $seconds } segundo e inténtalo de nuevo.
   *[other] Espera { $seconds } segundos e inténtalo de nuevo.
}

error_internal_title = Se ha producido un error por nuestra parte
error_internal = No hemos podido completar tu solicitud. No se ha cambiado nada.

error_not_found_title = Página no encontrada
error_not_found = No hay ninguna página en esta dirección.
error_not_found_remedy = Comprueba la dirección o ve a tus aplicaciones.

address_title = Solicitud de inicio de sesión rechazada
address_remedy = No has hecho nada mal. Quien desarrolla la aplicación puede solucionarlo: la solicitud debe coincidir con el registro de la aplicación.
address_client_missing = La aplicación no ha enviado su identificador de cliente.
address_client_unknown = La aplicación no está registrada aquí o está desactivada.
address_redirect_uri_missing = La aplicación no ha enviado la dirección a la que volver.
address_redirect_uri_unregistered = La aplicación quiere enviarte a una dirección que no está registrada para ella.
address_repeated = La aplicación ha enviado dos valores distintos para su identidad o su dirección.
address_request_object = No se ha podido verificar la solicitud firmada de la aplicación.
address_unusable = La aplicación ha enviado algo que no podemos leer.

form_post_page = Volviendo a la aplicación
form_post_title = Un momento
form_post = Te estamos llevando de vuelta a la aplicación.
form_post_continue = Continuar a la aplicación
web_message = Estamos entregando el resultado a la aplicación. Si no ocurre nada, cierra esta ventana y vuelve a la aplicación.
