sign_in_page = Iniciar sesión · { $organization }
sign_in_title = Iniciar sesión
sign_in_again_title = Iniciar sesión de nuevo
sign_in_another_title = Usar otra cuenta
sign_in_step_up_title = Un paso más
sign_in_step_up = { $app } necesita un inicio de sesión más seguro que el que has usado. Si vuelves atrás, tu sesión sigue iniciada.
sign_in_step_up_unknown_app = Esta página necesita un inicio de sesión más seguro que el que has usado. Si vuelves atrás, tu sesión sigue iniciada.
sign_in_known = Has iniciado sesión como { $user }.
sign_in_identifier = Correo o nombre de usuario
sign_in_password = Contraseña
sign_in_remember = Mantener la sesión iniciada
sign_in_submit = Iniciar sesión
sign_in_next = Continuar
sign_in_or = o
sign_in_no_method = Aún no hay ninguna forma de iniciar sesión en esta aplicación. Un administrador puede configurar una.

sign_in_continue_with = Continuar con { $provider }
sign_in_with = Iniciar sesión con { $provider }

sign_in_wrong = El correo y la contraseña no coinciden. Comprueba ambos e inténtalo de nuevo.
sign_in_incomplete = Introduce tu correo o nombre de usuario y tu contraseña.
sign_in_no_provider_for_address = No hemos encontrado ningún método de inicio de sesión para esa dirección de correo. Elige una de las opciones de abajo.
sign_in_directory_unreachable = No podemos conectar con el directorio de tu organización. Espera un momento e inténtalo de nuevo.
sign_in_paused = Demasiados intentos fallidos. Espera un momento e inténtalo de nuevo.
sign_in_proof_needed = Tu navegador tiene que hacer antes un cálculo breve, porque en este momento hay muchos intentos de adivinar contraseñas. Introduce de nuevo tu contraseña.
sign_in_proving = Tu navegador está haciendo un cálculo breve. Tardará unos segundos.
sign_in_proof_needs_script = En este momento hay muchos intentos de adivinar contraseñas, así que tu navegador tiene que hacer un cálculo breve. Activa JavaScript o inténtalo de nuevo en diez minutos.
sign_in_busy = El inicio de sesión está muy solicitado en este momento. Espera unos segundos e inténtalo de nuevo.
sign_in_form_too_old = Esta página ha estado abierta demasiado tiempo o las cookies están bloqueadas. Introduce de nuevo tu contraseña. Si sigue ocurriendo, permite las cookies de este sitio.
sign_in_fresh = Para cambiar cómo inicias sesión, primero inicia sesión de nuevo.

select_account_page = Elegir una cuenta · { $organization }
select_account_title = Elegir una cuenta
select_account_in_use = en uso
select_account_other = Usar otra cuenta
