link_account_page = Vincular { $provider } · { $organization }
link_account_title = ¿Es esta tu cuenta?
link_account = Ya existe una cuenta para <strong>{ $email }</strong>. Si es tuya, introduce su contraseña para iniciar sesión con { $provider } a partir de ahora.
link_account_password = Contraseña
link_account_submit = Vincular { $provider } e iniciar sesión
link_account_other = Usar otro método
link_account_wrong = Esa contraseña no es correcta. Inténtalo de nuevo.
link_account_missing = Introduce la contraseña de esa cuenta.
link_account_paused = Demasiados intentos fallidos. Espera un momento e inténtalo de nuevo.

provider_unknown = este proveedor

federation_failed_title = No hemos podido iniciar tu sesión
federation_failed_with_title = No hemos podido iniciar tu sesión con { $provider }

federation_stale = Este inicio de sesión ya se completó, tardó demasiado o se inició en otro navegador. No se ha cambiado nada.
federation_stale_remedy = Vuelve a la aplicación y empieza de nuevo.

federation_not_offered = Aquí no puedes iniciar sesión con { $provider }.
federation_not_offered_remedy = Usa otro método. Tu administrador decide cuáles están disponibles.

federation_denied = El inicio de sesión se canceló o no se permitió en { $provider }.
federation_denied_remedy = Inténtalo de nuevo o usa otro método.

federation_unreachable = { $provider } no responde.
federation_unreachable_remedy = Espera un minuto e inténtalo de nuevo, o usa otro método.

federation_busy = El inicio de sesión con { $provider } está muy solicitado en este momento.
federation_busy_remedy = Espera un minuto e inténtalo de nuevo, o usa otro método.

federation_misconfigured = { $provider } ha rechazado nuestra solicitud. Puede que su configuración aquí no esté actualizada.
federation_misconfigured_remedy = Usa otro método por ahora. Comunica a tu administrador la referencia que aparece abajo para que pueda solucionarlo.

federation_invalid = No hemos podido verificar la respuesta de { $provider }.
federation_invalid_remedy = Inténtalo de nuevo o usa otro método. Si vuelve a ocurrir, comunica a tu administrador la referencia que aparece abajo.

federation_unreadable = No hemos podido verificar la respuesta de { $provider }: no indica quién eres.
federation_unreadable_remedy = Usa otro método por ahora. Comunica a tu administrador la referencia que aparece abajo para que pueda solucionarlo.

federation_not_admitted = La cuenta de { $provider } que has usado no se admite aquí.
federation_not_admitted_remedy = Usa la cuenta de tu organización u otro método.

federation_no_account = Tu cuenta de { $provider } no está vinculada a ninguna cuenta aquí.
federation_known_email = Tu cuenta de { $provider } no está vinculada aquí, pero puede que ya exista una cuenta con la misma dirección de correo.
federation_connect_remedy = Si tienes una cuenta aquí, inicia sesión como siempre y vincula { $provider } en la página de tu cuenta. Si no, pide una cuenta a tu administrador.

federation_link_only = { $provider } está vinculado a cuentas de aquí, pero no se puede usar para iniciar sesión.
federation_link_only_remedy = Usa otro método.

federation_disabled = Tu cuenta está desactivada.
federation_disabled_remedy = Tu administrador puede volver a activarla.

federation_linked_title = Esta cuenta ya está vinculada
federation_linked = Esta cuenta de { $provider } ya está vinculada a otra cuenta de aquí. No se ha cambiado nada.
federation_linked_remedy = Si la otra cuenta también es tuya, inicia sesión en ella y desvincula primero { $provider }.

last_method_title = No puedes desvincular tu único método de inicio de sesión
last_method = Sin él, no podrías iniciar sesión en esta cuenta.
last_method_remedy = Vincula primero otro método.

use_another_method = Usar otro método
back_to_account = Volver a tu cuenta
