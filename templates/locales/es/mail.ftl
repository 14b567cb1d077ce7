mail_footer = Enviado por { $organization }, { $issuer }
mail_link_as_text = Si el botón no funciona, abre esta dirección en tu navegador:

mail_device = Dispositivo
mail_place = Lugar
mail_time = Fecha y hora
mail_asked_title = Solicitado desde

mail_sign_up_subject = Confirma tu dirección de correo para { $name }
mail_sign_up_title = Confirma tu dirección de correo
mail_sign_up_text = Introduce este código para terminar de crear tu cuenta de { $name }:
mail_sign_up_button = Confirmar dirección
mail_sign_up_valid = El código y el enlace funcionan una vez, durante 24 horas.
mail_sign_up_not_you = Si no has creado una cuenta, ignora este correo y no uses su enlace. Sin el código o el enlace no ocurre nada.

mail_account_exists_subject = Ya tienes una cuenta de { $name }
mail_account_exists_title = Ya tienes una cuenta
mail_account_exists_text = Alguien ha intentado crear una cuenta de { $name } con esta dirección de correo. Ya tienes una, así que puedes iniciar sesión.
mail_account_exists_button = Iniciar sesión
mail_account_exists_reset = Si no recuerdas tu contraseña, elige una nueva:
mail_account_exists_not_you = Si no has sido tú, ignora este correo. No ha cambiado nada.

mail_verify_subject = Confirma tu dirección de correo para { $name }
mail_verify_title = Confirma tu dirección de correo
mail_verify_text = Introduce este código para confirmar esta dirección en tu cuenta de { $name }:
mail_verify_button = Confirmar dirección
mail_verify_valid = El código y el enlace funcionan una vez, durante 24 horas.
mail_verify_not_you = Si no lo has pedido, ignora este correo y no uses su enlace. La dirección no se usa sin el código o el enlace.

mail_reset_subject = Elige una contraseña nueva para { $name }
mail_reset_title = Elige una contraseña nueva
mail_reset_text = Alguien ha pedido cambiar la contraseña de tu cuenta de { $name }.
mail_reset_button = Elegir contraseña nueva
mail_reset_valid = El enlace funciona una vez, durante una hora.
mail_reset_not_you = Si no has sido tú, ignora este correo. Tu contraseña sigue igual.

mail_code_subject = Tu código para iniciar sesión en { $name }
mail_code_title = Tu código para iniciar sesión
mail_code_text = Introduce este código para iniciar sesión en { $name }:
mail_code_valid = El código funciona una vez, durante 10 minutos.
mail_code_or_link = O usa este enlace en el navegador en el que lo pediste.
mail_code_and_link_valid = El código y el enlace funcionan una vez, durante 10 minutos.
mail_code_warning = No des nunca este código a nadie. No lo pedimos por teléfono, por chat ni por correo.
mail_code_not_you = Si no has intentado iniciar sesión, ignora este correo. Nadie entra sin el código.
mail_link_subject = Tu enlace para iniciar sesión en { $name }
mail_link_title = Iniciar sesión en { $name }
mail_link_text = Usa este enlace en el navegador en el que lo pediste.
mail_link_button = Iniciar sesión
mail_link_valid = El enlace funciona una vez, durante 10 minutos.
mail_link_not_you = Si no has intentado iniciar sesión, ignora este correo. Nadie entra sin el enlace.

mail_invitation_subject = Tienes una invitación a { $name }
mail_invitation_title = Tienes una invitación a { $name }
mail_invitation_text = Puedes crear tu cuenta de { $name } o iniciar sesión con una que ya tengas.
mail_invitation_text_by = { $inviter } te invita a { $name }. Puedes crear tu cuenta o iniciar sesión con una que ya tengas.
mail_invitation_apps = Aplicaciones
mail_invitation_button = Aceptar invitación
mail_invitation_valid = La invitación caduca el { $time }.
mail_invitation_not_you = Si no sabes de qué se trata, ignora este correo. No se crea ninguna cuenta sin ti.

mail_not_me_button = No he sido yo
mail_not_me_explained = Si no has sido tú, dínoslo. Cerraremos tu sesión en todas partes y tu contraseña dejará de funcionar hasta que elijas una nueva.
mail_was_me = Si has sido tú, no tienes que hacer nada.

mail_address_changed_subject = Se ha cambiado tu dirección de correo de { $name }
mail_address_changed_title = Se ha cambiado tu dirección de correo
mail_address_changed_text = Tu cuenta de { $name } usa ahora { $address }. A partir de ahora, los correos se envían allí.
mail_address_changed_button = Deshacer el cambio
mail_address_changed_explained = Si no has sido tú, deshaz el cambio. Puedes hacerlo durante 7 días.
mail_address_replaced_text = Tu cuenta de { $name } usa ahora { $address }. Lo ha cambiado un administrador o un servicio que gestiona tu cuenta.
mail_address_replaced_explained = A partir de ahora, los correos se envían allí y los enlaces enviados a esta dirección ya no funcionan. Si no lo esperabas, pregunta a quien gestiona { $name }.
mail_address_proven_subject = Tu dirección de correo de { $name } está confirmada
mail_address_proven_title = Tu dirección de correo está confirmada
mail_address_proven_text = La dirección de tu cuenta de { $name } se ha confirmado por primera vez. Una contraseña, llaves de acceso y cuentas vinculadas que se configuraron antes ya no permiten entrar a nadie, y se ha cerrado la sesión en todos los dispositivos. Vuelve a configurar lo que sea tuyo.

mail_new_device_subject = Nuevo inicio de sesión en tu cuenta de { $name }
mail_new_device_title = Nuevo inicio de sesión en tu cuenta
mail_new_device_text = Tu cuenta de { $name } se ha usado en un navegador en el que no te habíamos visto antes.

mail_password_changed_subject = Se ha cambiado tu contraseña de { $name }
mail_password_changed_title = Se ha cambiado tu contraseña
mail_password_changed_text = Se ha cambiado la contraseña de tu cuenta de { $name } y se ha cerrado la sesión en tus demás dispositivos.

mail_guessed_subject = Muchas contraseñas incorrectas para tu cuenta de { $name }
mail_guessed_title = Alguien ha escrito muchas contraseñas incorrectas
mail_guessed_text = Se han escrito 100 contraseñas incorrectas seguidas para tu cuenta de { $name }. Para que nadie pueda seguir adivinando, tu contraseña por sí sola ahora solo inicia sesión en navegadores en los que ya habías iniciado sesión.
mail_guessed_explained = En cualquier otro, elige una contraseña nueva o inicia sesión de otra manera, por ejemplo con una llave de acceso. Esto termina cuando eliges una contraseña nueva o inicias sesión con la tuya en un navegador que ya habías usado.

mail_factor_subject = Han cambiado las formas de iniciar sesión en tu cuenta de { $name }
mail_factor_text = Han cambiado las formas de iniciar sesión en tu cuenta de { $name }.
mail_passkey_added = Se ha añadido una llave de acceso a tu cuenta
mail_passkey_removed = Se ha quitado una llave de acceso de tu cuenta
mail_security_key_added = Se ha añadido una llave de seguridad a tu cuenta
mail_security_key_removed = Se ha quitado una llave de seguridad de tu cuenta
mail_authenticator_added = Se ha añadido una aplicación de autenticación a tu cuenta
mail_authenticator_removed = Se ha quitado la aplicación de autenticación de tu cuenta
mail_recovery_codes_added = Se han creado nuevos códigos de recuperación para tu cuenta
mail_password_removed = Se ha quitado la contraseña de tu cuenta
mail_recovery_codes_removed = Se han quitado los códigos de recuperación de tu cuenta
mail_connected_added = Se ha vinculado { $provider } a tu cuenta
mail_connected_removed = Se ha desvinculado { $provider } de tu cuenta
mail_code_given = Un administrador ha creado un código de un solo uso para tu cuenta

mail_recovery_subject = Alguien ha pedido recuperar el acceso a tu cuenta de { $name }
mail_recovery_title = Alguien ha pedido recuperar el acceso a tu cuenta
mail_recovery_text = Alguien dice que ha perdido el segundo paso para iniciar sesión en tu cuenta de { $name }. Podrá iniciar sesión sin él a partir del { $time }, a menos que lo rechaces.
mail_recovery_button = Rechazar
mail_recovery_explained = Si no has sido tú, recházalo ahora y cambia tu contraseña.
mail_recovery_ready_subject = Puedes recuperar el acceso a tu cuenta de { $name }
mail_recovery_ready_title = Puedes recuperar el acceso a tu cuenta
mail_recovery_ready_text = Nadie ha rechazado tu solicitud. Desactiva la verificación en dos pasos y después inicia sesión y configúrala de nuevo.
mail_recovery_ready_button = Desactivar la verificación en dos pasos
mail_recovery_ready_valid = El enlace funciona una sola vez, hasta el { $time }.
mail_recovery_ready_not_you = Si no lo has solicitado, no uses el enlace y cambia tu contraseña.

mail_deletion_subject = Tu cuenta de { $name } se eliminará
mail_deletion_title = Tu cuenta se eliminará
mail_deletion_text = Tu cuenta de { $name } y todo su contenido se eliminarán el { $time }. Hasta entonces puedes cambiar de opinión.
mail_deletion_button = Conservar mi cuenta
mail_deletion_explained = Si no has sido tú, conserva tu cuenta y cambia tu contraseña.

mail_deleted_subject = Tu cuenta en { $name } se ha eliminado
mail_deleted_title = Tu cuenta se ha eliminado
mail_deleted_text = Tu cuenta en { $name } y todo su contenido se eliminaron el { $time }. No volverás a recibir mensajes nuestros.

mail_test_subject = Correo de prueba de { $name }
mail_test_title = Este correo ha llegado
mail_test_text = Un administrador de { $name } lo envió el { $time } para comprobar que los correos llegan. No tienes que hacer nada.

dev_mail_page = Correos · { $organization }
dev_mail_title = Correos
dev_mail_explained = Aquí no hay servidor de correo, así que los correos llegan a esta página. Los 200 últimos se guardan en la memoria de este proceso hasta que se detiene; otro proceso con la misma base de datos tiene los suyos.
dev_mail_none = Aún no hay correos. Vuelve a cargar esta página cuando se haya enviado algo.
dev_mail_to = Para { $address }
dev_mail_sent = Enviado el { $when }
dev_mail_html = Mostrar como HTML

not_me_title = ¿No has sido tú?
not_me_happened = Tu cuenta se usó o se cambió el { $when }.
not_me_explained = Si no has sido tú, cerraremos tu sesión en todos los dispositivos y aplicaciones, y tu contraseña dejará de funcionar. Después eliges una nueva.
not_me_button = Proteger mi cuenta
not_me_done_title = Tu cuenta está protegida
not_me_done = Se ha cerrado tu sesión en todas partes y tu contraseña anterior ya no funciona. Elige una nueva ahora.
not_me_done_without_password = Se ha cerrado tu sesión en todas partes. Inicias sesión con una cuenta de otro proveedor: cambia también allí la contraseña.
not_me_factors_wait = El segundo paso que se añadió se mantiene por ahora, para que nadie entre solo con tu correo. El { $when } te enviaremos un enlace que lo quita.
not_me_factors_stay = El segundo paso que se añadió se mantiene, para que nadie entre solo con tu correo. Si no es tuyo, pide a tu administrador que lo quite.
not_me_done_apps = Las aplicaciones pueden tardar unos minutos en cerrar la sesión. Cuando vuelvas a entrar, revisa las formas de iniciar sesión en tu cuenta y quita las que no conozcas.
not_me_choose_password = Elegir contraseña nueva
not_me_sign_in = Iniciar sesión
not_me_used_title = Esto ya se hizo
not_me_used = Tu cuenta se protegió después de que se enviara este correo. Si desde entonces no has elegido una contraseña nueva, hazlo ahora.
not_me_invalid_title = Este enlace no funciona
not_me_invalid = Tiene más de 7 días o falta una parte de la dirección. Si crees que otra persona usa tu cuenta, elige una contraseña nueva.
