sign_up_page = Crear cuenta · { $organization }
sign_up_title = Crea tu cuenta
sign_up_link = Crear cuenta
sign_up_have_account = Ya tengo una cuenta
sign_up_email = Correo electrónico
sign_up_submit = Continuar
sign_up_leave_empty = Deja este campo vacío
sign_up_no_address = Introduce una dirección de correo, por ejemplo ada@example.com.
sign_up_unmailable_address = No se puede enviar correo a esta dirección. Antes de la @ puede tener letras de la a a la z, cifras, puntos sueltos y signos como + y -.
sign_up_other_domain = Aquí las cuentas son para direcciones de correo de ciertos dominios. Usa la dirección de tu organización.
sign_up_disposable = Usa una dirección de correo que vayas a conservar. No aceptamos direcciones temporales.

sign_up_code_page = Revisa tu correo · { $organization }
sign_up_code_title = Revisa tu correo
sign_up_code_sent = Hemos enviado un correo a { $email }. Introduce el código de seis dígitos que contiene o abre su enlace en cualquier dispositivo.
sign_up_code = Código
sign_up_code_submit = Continuar
sign_up_code_wrong = { $left ->
    [one] Ese código no es correcto. Te queda { $left } intento.
   *[other] Ese código no es correcto. Te quedan { $left } intentos.
}
sign_up_code_again = Enviar de nuevo
sign_up_code_again_hint = ¿No llega el correo? Mira primero en la carpeta de spam.
sign_up_code_sent_again = Hemos enviado otro correo. El código del primero ya no funciona.
sign_up_code_too_soon = Espera un minuto antes de pedir otro correo.
sign_up_other_address = Usar otra dirección de correo

sign_up_confirm_page = Confirma tu correo · { $organization }
sign_up_confirm_title = ¿Eres tú?
sign_up_confirm = Alguien está creando una cuenta con { $email }, en { $device }, desde { $address }, { $when }.
sign_up_confirm_warning = Confirma solo si eres tú: quien lo haya pedido seguirá con la cuenta.
sign_up_confirm_submit = Sí, confirmar mi correo
sign_up_confirmed_page = Correo confirmado · { $organization }
sign_up_confirmed_title = Correo confirmado
sign_up_confirmed = Vuelve al navegador en el que empezaste. Allí continúa por sí solo.

sign_up_complete_page = Termina tu cuenta · { $organization }
sign_up_complete_title = Ya casi está
sign_up_complete = { $email } está confirmada.
sign_up_name = Nombre completo
sign_up_no_name = Introduce tu nombre.
sign_up_terms = Acepto las condiciones del servicio
sign_up_terms_read = Leer las condiciones del servicio
sign_up_terms_missing = Acepta las condiciones del servicio para crear la cuenta.
sign_up_complete_submit = Crear cuenta
sign_up_use_password = Elegir una contraseña en su lugar
sign_up_taken_title = Ya tienes una cuenta
sign_up_taken = Ya existe una cuenta con esta dirección de correo.
sign_up_taken_remedy = Inicia sesión con ella. Si no sabes la contraseña, elige una nueva allí.
sign_up_off_title = Aquí no se crean cuentas nuevas
sign_up_off = En este momento no se pueden crear cuentas aquí.
sign_up_off_remedy = Pide al administrador una invitación o una cuenta.

forgot_password_link = ¿Has olvidado la contraseña?
forgot_password_page = Elegir una contraseña nueva · { $organization }
forgot_password_title = Elegir una contraseña nueva
forgot_password = Introduce tu correo o nombre de usuario. Te enviaremos un enlace.
forgot_password_submit = Enviar enlace
forgot_password_sent_title = Revisa tu correo
forgot_password_sent = Si existe una cuenta para { $name }, va en camino un correo con un enlace. El enlace funciona una vez, durante una hora.
forgot_password_sent_hint = ¿No ha llegado nada en unos minutos? Mira en la carpeta de spam o comprueba que es con lo que inicias sesión.
forgot_password_back = Volver al inicio de sesión
reset_password_title = Elegir una contraseña nueva
reset_password = Para { $name }. Se cerrará tu sesión en todas partes.
reset_password_submit = Guardar contraseña
reset_password_done_page = Contraseña cambiada · { $organization }
reset_password_done_title = Tu contraseña ha cambiado
reset_password_done = Se ha cerrado la sesión en todos los dispositivos. Inicia sesión con tu contraseña nueva.
reset_password_sign_in = Iniciar sesión
reset_off_title = Aquí no se envían correos
reset_off = En este momento no se puede pedir una contraseña nueva por correo.
reset_off_remedy = Pide una contraseña nueva al administrador.

token_unknown_title = Este enlace no funciona
token_unknown = El enlace está incompleto o se ha abierto en un navegador distinto del que le corresponde.
token_used_title = Este enlace ya se usó
token_used = Cada enlace y cada código funciona una vez, y este ya se ha usado.
token_replaced_title = Hay un enlace más reciente
token_replaced = Enviamos otro correo después de este, o el enlace se retiró.
token_outdated_title = Este enlace ya no funciona
token_outdated = La cuenta cambió después de enviarse el correo.
token_expired_title = Este enlace ha caducado
token_expired = El tiempo durante el que funciona ha terminado.
token_too_many_tries_title = Demasiados códigos
token_too_many_tries = Este código se ha probado demasiadas veces y ya no funciona.
token_remedy = Empieza de nuevo y te enviaremos otro.
token_start_again = Empezar de nuevo

invitation_page = Invitación · { $organization }
invitation_title = Tienes una invitación a { $organization }
invitation = Esta invitación se envió a { $email }.
invitation_by = { $inviter } envió esta invitación a { $email }.
invitation_apps = Es para { $apps }.
invitation_accept_as = Aceptar como { $user }
invitation_sign_in = Iniciar sesión para aceptar
mail_proof_needed = El navegador debe hacer antes un breve cálculo, porque se han solicitado muchos correos. Vuelve a intentarlo.
mail_proof_needs_script = Se han solicitado muchos correos, por lo que el navegador debe hacer un breve cálculo. Activa JavaScript o vuelve a intentarlo dentro de una hora.

setup_page = Configurar { $organization }
setup_title = Configurar { $organization }
setup_text = Nadie administra todavía este servidor. Crea tu cuenta y serás su propietario: podrás añadir usuarios y aplicaciones, y nombrar a otros administradores.
setup_taken = { $email } ya tiene una cuenta. Inicia sesión en ella con el botón de abajo; volverás a esta página y podrás convertirte en propietario.
