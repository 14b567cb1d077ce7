# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = As configurações destes aplicativos e bibliotecas são conhecidas: escolha um, digite o endereço e veja o que escrever na configuração dele.
console_choose_other = Outro aplicativo
console_choose_other_hint = Um aplicativo web, de página única ou nativo, ou um serviço, cujas configurações você mesmo digita.
console_choose_other_link = Adicionar outro aplicativo
console_family_libraries = Bibliotecas e frameworks
console_family_monitoring = Monitoramento e painéis
console_family_git = Plataformas Git e builds
console_family_wikis = Wikis e notas
console_family_storage = Armazenamento e mídia
console_family_chat = Chat
console_family_platform = Kubernetes, Vault e plataformas
console_family_proxies = Proxies
console_preset_effect = Adiciona o aplicativo com as configurações de que ele precisa. A próxima página mostra, só desta vez, o que escrever no aplicativo, com o segredo.
console_preset_url = Endereço do aplicativo
console_preset_url_hint = Como as pessoas o abrem, por exemplo https://app.example.com ou http://localhost:3000.
console_preset_url_wrong = Digite um endereço web sem parâmetros, por exemplo https://app.example.com
console_preset_value = Nome nas configurações do aplicativo
console_preset_value_wrong = Use letras, números, hifens, pontos e sublinhados.
console_preset_client_id_hint = Ele nunca muda. Escolha outro para um segundo aplicativo do mesmo tipo.
# $app is the name of the app that was added.
console_written_title = Configurar { $app }
console_written_lead = Escreva isto agora na configuração do aplicativo: o segredo só é mostrado esta vez. Se for perdido, crie um novo.
console_written_lead_public = Escreva isto na configuração do aplicativo. Ele não tem segredo.
console_written_documentation = Documentação do aplicativo
console_written_values = Mostrar os valores um por um
console_written_done = Já copiei
console_copy = Copiar
console_copied = Copiado
console_wait_waiting = Aguardando o primeiro login…
console_wait_hint = Abra o aplicativo e faça login. Esta página mostra isso em segundos.
# $app is the name of the app that was added.
console_wait_came = Alguém fez login em { $app }. Funciona.
console_wait_check = Verificar agora
console_first_sign_in = Primeiro login
console_first_sign_in_none = Nenhum até agora
console_apps_empty = Ainda não há aplicativos. Adicione o primeiro.
