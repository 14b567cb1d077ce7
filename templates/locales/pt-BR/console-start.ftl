# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Primeiros passos
console_start_hint = Dê um nome a este servidor, veja se ele consegue enviar e-mails e adicione o primeiro aplicativo.
console_start_lead = Três etapas, em qualquer ordem. A visão geral leva a esta página até que você adicione um aplicativo ou a oculte.
console_start_open = Mostrar os primeiros passos
console_start_name = Nome
console_start_name_now = As páginas e os e-mails chamam este servidor de:
console_name_default = Este é o valor padrão.
# $variable is the name of an environment variable.
console_name_from_variable = Vem da variável de ambiente { $variable }.
console_name_from_file = Vem da configuração name do arquivo de configurações.
console_name_from_console = Foi definido no console e tem prioridade sobre a configuração name.
console_source_console = Console
console_rename = Alterar o nome do servidor
console_rename_effect = Todas as páginas e e-mails mostram o novo nome imediatamente, também nos outros servidores desta instalação.
console_rename_hint = Por exemplo, o nome da sua empresa. Deixe vazio para usar o nome das configurações.
console_start_mail = E-mail
console_start_mail_server = Um servidor de e-mail está configurado. Envie um e-mail de teste para ver se ele funciona.
console_start_mail_here = Nenhum servidor de e-mail está configurado. Os e-mails ficam nesta máquina; leia-os em
console_start_mail_none = Nenhum servidor de e-mail está configurado: links para uma nova senha, códigos e convites não podem ser enviados.
console_start_mail_paste = Escreva isto no arquivo de configurações com os valores do seu servidor de e-mail e reinicie este servidor. As variáveis DOORWARD_MAIL__URL e DOORWARD_MAIL__FROM fazem o mesmo.
console_start_app = Primeiro aplicativo
console_start_app_none = Adicione um aplicativo, copie o que ele precisa para a configuração dele e faça login.
console_hide_guide = Ocultar os primeiros passos
console_hide_guide_effect = A visão geral não leva mais a eles, para nenhum administrador. Tudo continua possível nas páginas do console.
# $user is the email address or the username of whoever is signed in.
setup_become = Ninguém administra este servidor ainda. Você fez login como { $user }: torne-se o proprietário e poderá adicionar usuários e aplicativos e nomear outros administradores.
setup_become_submit = Tornar-me o proprietário
setup_or_new = ou com uma nova conta
setup_have_account = Tenho uma conta: fazer login
