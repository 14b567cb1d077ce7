password_new_hint = Al menos { $min } caracteres. Unas cuantas palabras sin relación entre sí van bien.
password_show = Mostrar
password_hide = Ocultar
password_strength = Seguridad de la contraseña

password_strength_0 = Muy débil
password_strength_1 = Débil
password_strength_2 = No es lo bastante segura
password_strength_3 = Buena
password_strength_4 = Segura

password_too_short = Usa al menos { $min } caracteres. Unas cuantas palabras sin relación entre sí van bien.
password_too_long = Usa 256 caracteres como máximo.
password_unusable = Esta contraseña contiene un carácter que no se puede usar. Elige otra.
password_common = Muchas personas usan esta contraseña, así que es de las primeras que se prueban. Elige otra.
password_own_word = Esta contraseña se parece demasiado a tu nombre, a tu dirección o al nombre de esta aplicación. Elige algo sin relación.
password_pattern = Las secuencias y repeticiones como «abcdef» o «aaaaaa» se adivinan rápido. Añade unas cuantas palabras sin relación entre sí.
password_date = Las fechas y los años se adivinan rápido. Añade unas cuantas palabras sin relación entre sí.
password_single_word = Una sola palabra o un nombre se adivina rápido. Añade unas cuantas palabras sin relación entre sí.
password_guessable = Esta contraseña se adivina rápido. Añade unas cuantas palabras sin relación entre sí.
password_breached = Esta contraseña ha aparecido en una filtración de datos de otro servicio, así que otros la conocen. Elige otra.
password_unchanged = Esta es tu contraseña actual. Elige otra.
password_had_before = Esta es la contraseña que tu cuenta tenía antes. Elige otra.
