# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = La configuración de estas aplicaciones y bibliotecas ya se conoce: elige una, introduce su dirección y verás qué escribir en su configuración.
console_choose_other = Otra aplicación
console_choose_other_hint = Una aplicación web, de una sola página o nativa, o un servicio, cuya configuración introduces tú.
console_choose_other_link = Añadir otra aplicación
console_family_libraries = Bibliotecas y frameworks
console_family_monitoring = Supervisión y paneles
console_family_git = Forjas Git y compilaciones
console_family_wikis = Wikis y notas
console_family_storage = Almacenamiento y medios
console_family_chat = Chat
console_family_platform = Kubernetes, Vault y plataformas
console_family_proxies = Proxies
console_preset_effect = Añade la aplicación con la configuración que necesita. La página siguiente muestra, solo esta vez, qué escribir en la aplicación, con su secreto.
console_preset_url = Dirección de la aplicación
console_preset_url_hint = Tal como se abre, por ejemplo https://app.example.com o http://localhost:3000.
console_preset_url_wrong = Introduce una dirección web sin parámetros, por ejemplo https://app.example.com
console_preset_value = Nombre en la configuración de la aplicación
console_preset_value_wrong = Usa letras, cifras, guiones, puntos y guiones bajos.
console_preset_client_id_hint = No cambia nunca. Elige otro para una segunda aplicación del mismo tipo.
# $app is the name of the app that was added.
console_written_title = Configurar { $app }
console_written_lead = Escribe esto ahora en la configuración de la aplicación: el secreto solo se muestra esta vez. Si se pierde, crea uno nuevo.
console_written_lead_public = Escribe esto en la configuración de la aplicación. No tiene secreto.
console_written_documentation = Documentación de la aplicación
console_written_values = Mostrar los valores uno por uno
console_written_done = Lo he copiado
console_copy = Copiar
console_copied = Copiado
console_wait_waiting = Esperando el primer inicio de sesión…
console_wait_hint = Abre la aplicación e inicia sesión. Esta página lo muestra en unos segundos.
# $app is the name of the app that was added.
console_wait_came = Alguien ha iniciado sesión en { $app }. Funciona.
console_wait_check = Comprobar ahora
console_first_sign_in = Primer inicio de sesión
console_first_sign_in_none = Ninguno todavía
console_apps_empty = Aún no hay aplicaciones. Añade la primera.
