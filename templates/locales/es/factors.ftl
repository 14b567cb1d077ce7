second_factor_page = Verificación en dos pasos · { $organization }
second_factor_title = Verificación en dos pasos
second_factor_intro = Introduce el código de 6 dígitos de tu aplicación de autenticación para { $user }.
second_factor_recovery_intro = Introduce uno de los códigos de recuperación que guardaste para { $user }. Cada uno funciona una vez.
second_factor_account = Cuenta: { $user }
second_factor_code = Código
second_factor_recovery_code = Código de recuperación
second_factor_trust =
    { $days ->
        [one] No volver a preguntar en este navegador durante { $days } día
       *[other] No volver a preguntar en este navegador durante { $days } días
    }
second_factor_submit = Continuar
second_factor_use = Usar el segundo paso
second_factor_use_recovery = Usar un código de recuperación
second_factor_use_app = Usar otro segundo paso
second_factor_other_way = Iniciar sesión de otra forma
second_factor_missing = Introduce el código.
second_factor_wrong = Ese código no es correcto. Espera a que aparezca uno nuevo en tu aplicación e inténtalo de nuevo.
second_factor_wrong_recovery_code = Ese código de recuperación no es correcto o ya se ha usado. Prueba con otro.
second_factor_over = El inicio de sesión ha tardado demasiado o tu cuenta ha cambiado. Inicia sesión de nuevo.

set_up_page = Configurar la verificación en dos pasos · { $organization }
set_up_title = Configurar la verificación en dos pasos
set_up_needed = { $organization } pide un segundo paso al iniciar sesión. Configura una aplicación de autenticación en tu teléfono, como Google Authenticator, Microsoft Authenticator o Aegis.
set_up_for_app = { $app } pide un segundo paso al iniciar sesión. Configura una aplicación de autenticación en tu teléfono, como Google Authenticator, Microsoft Authenticator o Aegis.
set_up_scan = Escanea este código con tu aplicación de autenticación.
set_up_qr_label = Código QR con la clave para tu aplicación de autenticación
set_up_open_app = Abrir la aplicación de autenticación en este dispositivo
set_up_type_key = ¿No puedes escanearlo? Escribe esta clave
set_up_code = Introduce el código de 6 dígitos que muestra la aplicación
set_up_submit = Activar
set_up_later = Ahora no
set_up_cancel = Cancelar
set_up_wrong_code = Ese código no es correcto. Comprueba que la hora de tu teléfono se ajuste automáticamente e introduce el código que muestra ahora la aplicación.
set_up_too_late = Has tardado demasiado. Escanea el código nuevo.

recovery_codes_page = Códigos de recuperación · { $organization }
recovery_codes_title = Guarda tus códigos de recuperación
recovery_codes_intro = Si pierdes tu teléfono, cada uno de estos códigos te permite iniciar sesión una vez. Imprímelos o guárdalos en tu gestor de contraseñas.
recovery_codes_once = No podemos volver a mostrar estos códigos.
recovery_codes_print = Imprimir códigos
recovery_codes_continue = Continuar
recovery_codes_kept_title = La verificación en dos pasos está activada
recovery_codes_kept = Tus códigos de recuperación siguen siendo válidos.

security_page = Seguridad · { $organization }
security_title = Seguridad
security_factors_title = Verificación en dos pasos
security_factors_intro = Cuando inicias sesión con tu contraseña, { $user }, un segundo paso impide el acceso a quien la conozca.
security_on = Activada
security_app = Aplicación de autenticación
security_app_on = Pedimos su código cuando inicias sesión.
security_app_off = Obtén códigos en una aplicación de tu teléfono.
security_app_set_up = Configurar
security_app_remove = Quitar
security_recovery = Códigos de recuperación
security_recovery_left =
    { $left ->
        [0] No te queda ninguno de tus { $codes } códigos. Crea otros nuevos.
       *[other] Quedan { $left } de { $codes }.
    }
security_recovery_renew = Crear códigos nuevos
security_trusted_title = Navegadores de confianza
security_trusted_intro = No pedimos el segundo paso en estos navegadores.
security_trusted_since = De confianza desde el { $when }
security_trusted_until = Hasta el { $when }
security_trusted_remove = Quitar
second_factor_key_intro = Usa tu llave de acceso o tu llave de seguridad para continuar como { $user }.
second_factor_use_key = Usar una llave de acceso o de seguridad
second_factor_wrong_key = Esa llave de acceso o de seguridad no se ha aceptado. Inténtalo de nuevo.

passkey_sign_in = Iniciar sesión con una llave de acceso
passkey_not_used = No se ha usado tu llave de acceso. Inténtalo de nuevo o inicia sesión de otra forma.
passkey_wrong = No hemos podido iniciar tu sesión con esa llave de acceso. Inténtalo de nuevo o inicia sesión de otra forma.
passkey_page = Crear una llave de acceso · { $organization }
passkey_title = Crear una llave de acceso
passkey_intro = Inicia sesión con tu huella, tu cara o el bloqueo de pantalla en lugar de una contraseña. Nadie puede robar ni adivinar una llave de acceso.
passkey_create = Crear una llave de acceso
passkey_not_made = No se ha creado ninguna llave de acceso. Inténtalo de nuevo.
passkey_name_title = Esta llave de acceso no puede tener ese nombre
passkey_name = Un nombre tiene hasta 60 caracteres, y ninguno invisible.
passkey_name_remedy = Vuelve atrás y elige otro nombre.
passkey_needs_script = Las llaves de acceso necesitan JavaScript. Actívalo o usa una aplicación de autenticación.
security_key_page = Añadir una llave de seguridad · { $organization }
security_key_title = Añadir una llave de seguridad
security_key_intro = Conecta tu llave de seguridad o acércala al teléfono. La pedimos después de la contraseña.
security_key_create = Añadir llave de seguridad
security_key_new = Añadir una llave de seguridad
security_key_tag = Solo segundo paso
security_passkeys_title = Llaves de acceso
security_passkeys_intro = Inicia sesión con tu huella, tu cara o el bloqueo de pantalla.
security_passkey_new = Crear una llave de acceso
security_passkey_unnamed = Llave de acceso
security_passkey_synced = Sincronizada entre tus dispositivos
security_passkey_on_one_device = En un solo dispositivo
security_passkey_since = Creada el { $when }
security_passkey_used = Último uso el { $when }
security_passkey_rename = Cambiar nombre
security_passkey_label = Nombre
security_passkey_save = Guardar
security_passkey_remove = Quitar
security_passkey_remove_named = Quitar { $name }
passkey_offer_page = Inicia sesión más rápido la próxima vez · { $organization }
passkey_offer_title = Inicia sesión más rápido la próxima vez
security_password = Contraseña
security_password_on = Puedes iniciar sesión con una contraseña.
security_password_off = No tienes contraseña.
security_password_change = Cambiar contraseña
security_password_set = Crear una contraseña

second_factor_lost = No puedo usar ninguna de estas opciones
recovery_page = Recuperar el acceso a tu cuenta · { $organization }
recovery_title = Recuperar el acceso a tu cuenta
recovery_intro = Si has perdido el segundo paso y los códigos de recuperación, puedes solicitar iniciar sesión sin ellos. Te avisamos ahora por correo. El { $when } te enviaremos un enlace que desactiva la verificación en dos pasos.
recovery_security = Cualquier sesión abierta en tu cuenta puede rechazar la solicitud, y si inicias sesión con el segundo paso, se cancela.
recovery_submit = Solicitar el acceso
recovery_back = Volver
recovery_waiting_title = Tu solicitud está en espera
recovery_waiting = El { $when } te enviaremos un correo con un enlace.
recovery_not_possible = Esto no se puede hacer aquí. Pide a tu administrador un código de un solo uso.
recovery_too_many = Has hecho demasiadas solicitudes. Pide a tu administrador un código de un solo uso.
recovery_confirm_title = Desactivar la verificación en dos pasos
recovery_confirm = Se quitarán la aplicación de autenticación, las llaves de acceso, las llaves de seguridad y los códigos de recuperación de { $user }, y se cerrarán todas tus sesiones.
recovery_confirm_submit = Desactivar
recovery_done_title = La verificación en dos pasos está desactivada
recovery_done = Inicia sesión y vuelve a configurar la verificación en dos pasos.
recovery_refuse_title = Rechazar la solicitud
recovery_refuse = Alguien que conoce la contraseña de { $user } ha solicitado iniciar sesión sin el segundo paso. Recházalo si no fuiste tú.
recovery_refuse_submit = Rechazar la solicitud
recovery_refused_title = La solicitud se ha rechazado
recovery_refused = Nadie puede iniciar sesión sin tu segundo paso. Quien lo solicitó conoce tu contraseña: cámbiala ahora.
account_recovery_title = Alguien ha solicitado iniciar sesión sin tu segundo paso
account_recovery = La solicitud se hizo desde { $device } y tendrá efecto el { $when }. Si no fuiste tú, recházala y cambia tu contraseña.
