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
account_navigation = Tu cuenta
account_nav_overview = Resumen
account_nav_profile = Perfil
account_nav_security = Seguridad
account_nav_activity = Actividad
account_nav_data = Tus datos

profile_page = Perfil · { $organization }
profile_save = Guardar
profile_saved = Tu perfil se ha guardado.
profile_address_saved = Tu dirección de correo ha cambiado. Se ha cerrado la sesión en los demás dispositivos.
profile_given_name = Nombre
profile_family_name = Apellidos
profile_nickname = Apodo
profile_website = Sitio web
profile_language = Idioma
profile_language_of_browser = El de mi navegador
profile_time_zone = Zona horaria
profile_picture = Foto
profile_picture_yours = Tu foto
profile_picture_choose = Elegir un archivo
profile_picture_hint = PNG, JPEG, WebP o GIF, 5 MB como máximo. Las aplicaciones en las que inicies sesión pueden mostrarla.
profile_picture_save = Guardar foto
profile_picture_remove = Quitar foto
profile_picture_saved = Tu foto está guardada.
profile_picture_removed = Tu foto se ha quitado.
profile_picture_none = Elige primero un archivo.
profile_picture_too_large = El archivo pesa más de 5 MB. Elige uno más pequeño.
profile_picture_no_picture = No es un PNG, JPEG, WebP ni GIF. Elige otro archivo.
profile_picture_damaged = La imagen está dañada. Guárdala de nuevo con un programa de imágenes y vuelve a elegirla.
profile_picture_too_many_pixels = La imagen es demasiado grande. Redúcela a menos de 10 000 píxeles por lado.
profile_picture_more_than_a_picture = El archivo contiene algo más que la imagen. Guárdala de nuevo como JPEG o PNG y elige ese archivo.
profile_username_hint = Puedes iniciar sesión con él. Sin espacios y sin @.
profile_username_wrong = Un nombre de usuario tiene hasta 64 caracteres, sin espacios y sin @.
profile_username_taken = Otra persona tiene ese nombre de usuario. Elige otro.
profile_username_reserved = Este nombre de usuario está reservado o se parece a uno reservado. Elige otro.
profile_username_disguised = Este nombre de usuario mezcla letras de distintos alfabetos o parece un nombre en letras latinas. Elige otro.
profile_value_wrong = Un campo es demasiado largo o contiene caracteres que no se pueden mostrar. Cada uno admite 200 caracteres.
profile_website_wrong = Introduce una dirección web que empiece por https:// o deja el campo vacío.
profile_time_zone_wrong = Introduce una zona horaria como Europe/Berlin o deja el campo vacío.
profile_conflict = La cuenta se ha cambiado al mismo tiempo. Revisa la página y guarda de nuevo.
profile_address_verified = confirmada
profile_new_address = Nuevo correo
profile_address_hint = Enviaremos allí un código. Avisaremos a tu dirección anterior, desde la que se puede deshacer el cambio durante siete días.
profile_address_change = Cambiar correo
profile_address_wrong = Introduce una dirección de correo distinta de la actual, por ejemplo ada@example.com.
profile_address_no_mail = En este momento no se puede cambiar aquí tu dirección de correo. Pregunta al administrador.
profile_address_of_provider = Las direcciones de correo de este dominio pertenecen a { $provider }. Vincula primero tu cuenta de { $provider } o escribe otra dirección.

address_confirm_title = Confirma tu nuevo correo
address_confirm = { $email } pasará a ser la dirección de tu cuenta. Se cerrará la sesión en los demás dispositivos. Confirma solo si lo has pedido tú: quien lo pidió conserva la cuenta.
address_confirm_submit = Confirmar
address_confirmed_title = Tu correo ha cambiado
address_confirmed = A partir de ahora inicias sesión con la dirección nueva. Se ha cerrado la sesión en los demás dispositivos.
address_undo_title = ¿Deshacer el cambio?
address_undo = { $email } volverá a ser la dirección de tu cuenta y se cerrarán todas las sesiones en todas partes.
address_undo_submit = Deshacer el cambio
address_undone_title = El cambio se ha deshecho
address_undone = Tu cuenta vuelve a tener su dirección anterior y se ha cerrado la sesión en todos los dispositivos. Elige ahora una contraseña nueva para que nadie más la tenga.

password_change_title = Contraseña
password_present = Contraseña actual
password_new = Contraseña nueva
password_change_submit = Cambiar contraseña
password_changed = Tu contraseña ha cambiado. Se ha cerrado la sesión en los demás dispositivos.
password_none = Tu cuenta no tiene contraseña. Inicias sesión de otra forma.
password_wrong = Esa no es tu contraseña actual. Compruébala e inténtalo de nuevo.

activity_page = Actividad · { $organization }
activity_title = Actividad reciente
activity_hint = ¿Algo no fuiste tú? Cambia tu contraseña y revisa tus métodos de inicio de sesión:
activity_none = Todavía no ha pasado nada.
activity_older = Actividad anterior
activity_by_administrator = por un administrador
activity_signed_in = Sesión iniciada
activity_sign_in_failed = Inicio de sesión fallido
activity_stepped_up = Confirmaste que eras tú
activity_session_ended = Sesión cerrada
activity_password_changed = Contraseña cambiada
activity_password_reset_requested = Nueva contraseña solicitada
activity_method_added = Método de inicio de sesión añadido
activity_method_removed = Método de inicio de sesión quitado
activity_second_factor_failed = Segundo paso fallido
activity_recovery = Recuperación de la cuenta
activity_address_changed = Correo cambiado
activity_profile_changed = Perfil cambiado
activity_account_made = Cuenta creada
activity_account_locked = Cuenta bloqueada o desbloqueada
activity_disowned = Marcado como ajeno
activity_app_allowed = Aplicación permitida
activity_app_removed = Aplicación quitada

data_page = Tus datos · { $organization }
data_download_hint = Todo lo que está guardado sobre ti, en un archivo: perfil, métodos de inicio de sesión, dispositivos, aplicaciones y actividad reciente. No contiene contraseñas ni claves.
data_download = Descargar mis datos
data_delete_title = Eliminar tu cuenta
data_delete_effect = { $days ->
    [0] Se cierra tu sesión en todas partes de inmediato y tu cuenta, con todo su contenido, se elimina definitivamente.
   *[other] Se cierra tu sesión en todas partes de inmediato. Después de { $days } días, tu cuenta con todo su contenido se elimina definitivamente; hasta entonces puedes iniciar sesión y conservarla.
}
data_delete = Eliminar mi cuenta
data_deletion_waits_title = Tu cuenta se eliminará
data_deletion_waits = Se eliminará el { $time }. Para conservarla, inicia sesión antes o usa el enlace del correo que te enviamos.
data_deletion_on = Tu cuenta con todo su contenido se eliminará el
data_deletion_until = Tu cuenta con todo su contenido se eliminará el { $time }.
data_keep = Conservar mi cuenta
data_keep_title = ¿Conservar tu cuenta?
data_keep_sign_in = Iniciar sesión
data_kept_title = Tu cuenta se conserva
data_kept = No se eliminará nada. Inicia sesión para continuar.
attribute_problems = Algunos campos necesitan otro valor.
attribute_missing = Rellena este campo.
attribute_length = Usa de { $min } a { $max } caracteres.
attribute_min = Introduce { $min } o más.
attribute_max = Introduce { $max } o menos.
attribute_number = Introduce un número.
attribute_date = Introduce una fecha, por ejemplo 1990-05-31.
attribute_email = Introduce una dirección de correo electrónico.
attribute_phone = Introduce un número de teléfono con el prefijo del país, por ejemplo +34 912 34 56 78.
attribute_choice = Elige una de las opciones.
attribute_form = Este valor no tiene la forma que se espera aquí.
