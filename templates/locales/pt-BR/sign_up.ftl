sign_up_page = Criar conta · { $organization }
sign_up_title = Crie sua conta
sign_up_link = Criar conta
sign_up_have_account = Já tenho uma conta
sign_up_email = E-mail
sign_up_submit = Continuar
sign_up_leave_empty = Deixe este campo vazio
sign_up_no_address = Digite um endereço de e-mail, como ada@example.com.
sign_up_unmailable_address = Não é possível enviar e-mails para este endereço. Antes do @ ele pode ter letras de a a z, algarismos, pontos isolados e sinais como + e -.
sign_up_other_domain = As contas aqui são para endereços de e-mail de certos domínios. Use o endereço da sua organização.
sign_up_disposable = Use um endereço de e-mail que você vá manter. Não aceitamos endereços temporários.

sign_up_code_page = Verifique seu e-mail · { $organization }
sign_up_code_title = Verifique seu e-mail
sign_up_code_sent = Enviamos um e-mail para { $email }. Digite o código de seis dígitos que está nele ou abra o link em qualquer dispositivo.
sign_up_code = Código
sign_up_code_submit = Continuar
sign_up_code_wrong = { $left ->
    [one] Esse código não está correto. Resta { $left } tentativa.
   *[other] Esse código não está correto. Restam { $left } tentativas.
}
sign_up_code_again = Enviar novamente
sign_up_code_again_hint = Não recebeu o e-mail? Procure primeiro na pasta de spam.
sign_up_code_sent_again = Enviamos outro e-mail. O código do primeiro não funciona mais.
sign_up_code_too_soon = Aguarde um minuto antes de pedir outro e-mail.
sign_up_other_address = Usar outro endereço de e-mail

sign_up_confirm_page = Confirme seu e-mail · { $organization }
sign_up_confirm_title = É você?
sign_up_confirm = Alguém está criando uma conta com { $email }, em { $device }, de { $address }, { $when }.
sign_up_confirm_warning = Confirme somente se for você: quem fez o pedido seguirá com a conta.
sign_up_confirm_submit = Sim, confirmar meu e-mail
sign_up_confirmed_page = E-mail confirmado · { $organization }
sign_up_confirmed_title = E-mail confirmado
sign_up_confirmed = Volte ao navegador em que você começou. Ele continua sozinho.

sign_up_complete_page = Conclua sua conta · { $organization }
sign_up_complete_title = Quase pronto
sign_up_complete = { $email } está confirmado.
sign_up_name = Nome completo
sign_up_no_name = Digite seu nome.
sign_up_terms = Aceito os termos de serviço
sign_up_terms_read = Ler os termos de serviço
sign_up_terms_missing = Aceite os termos de serviço para criar a conta.
sign_up_complete_submit = Criar conta
sign_up_use_password = Escolher uma senha em vez disso
sign_up_taken_title = Você já tem uma conta
sign_up_taken = Agora já existe uma conta com este endereço de e-mail.
sign_up_taken_remedy = Entre com ela. Se você não sabe a senha, escolha uma nova lá.
sign_up_off_title = Não há novas contas aqui
sign_up_off = No momento, não é possível criar contas aqui.
sign_up_off_remedy = Peça um convite ou uma conta ao administrador.

forgot_password_link = Esqueceu a senha?
forgot_password_page = Escolher nova senha · { $organization }
forgot_password_title = Escolher nova senha
forgot_password = Digite seu e-mail ou nome de usuário. Enviaremos um link.
forgot_password_submit = Enviar link
forgot_password_sent_title = Verifique seu e-mail
forgot_password_sent = Se houver uma conta para { $name }, um e-mail com um link está a caminho. O link funciona uma vez, por uma hora.
forgot_password_sent_hint = Não recebeu nada após alguns minutos? Procure na pasta de spam ou verifique se é com isso que você entra.
forgot_password_back = Voltar ao login
reset_password_title = Escolher nova senha
reset_password = Para { $name }. Sua sessão será encerrada em todos os lugares.
reset_password_submit = Salvar senha
reset_password_done_page = Senha alterada · { $organization }
reset_password_done_title = Sua senha foi alterada
reset_password_done = A sessão foi encerrada em todos os dispositivos. Entre com sua nova senha.
reset_password_sign_in = Entrar
reset_off_title = Não enviamos e-mails daqui
reset_off = No momento, não é possível pedir uma nova senha por e-mail.
reset_off_remedy = Peça uma nova senha ao administrador.

token_unknown_title = Este link não funciona
token_unknown = O link está incompleto ou foi aberto em um navegador diferente daquele a que se destina.
token_used_title = Este link já foi usado
token_used = Cada link e cada código funciona uma vez, e este já foi usado.
token_replaced_title = Há um link mais recente
token_replaced = Enviamos outro e-mail depois deste, ou o link foi cancelado.
token_outdated_title = Este link não funciona mais
token_outdated = A conta foi alterada depois que o e-mail foi enviado.
token_expired_title = Este link expirou
token_expired = O prazo em que ele funciona terminou.
token_too_many_tries_title = Códigos demais
token_too_many_tries = Este código foi testado vezes demais e não funciona mais.
token_remedy = Comece de novo, e enviaremos um novo.
token_start_again = Começar de novo

invitation_page = Convite · { $organization }
invitation_title = Você recebeu um convite para { $organization }
invitation = Este convite foi enviado para { $email }.
invitation_by = { $inviter } enviou este convite para { $email }.
invitation_apps = Ele é para { $apps }.
invitation_accept_as = Aceitar como { $user }
invitation_sign_in = Entrar para aceitar
mail_proof_needed = Seu navegador precisa fazer um cálculo rápido antes, porque muitos e-mails foram solicitados. Tente novamente.
mail_proof_needs_script = Muitos e-mails foram solicitados, por isso seu navegador precisa fazer um cálculo rápido. Ative o JavaScript ou tente novamente em uma hora.

setup_page = Configurar { $organization }
setup_title = Configurar { $organization }
setup_text = Ninguém administra este servidor ainda. Crie sua conta e você será o proprietário: poderá adicionar usuários e aplicativos e nomear outros administradores.
setup_taken = { $email } já tem uma conta. Faça login nela com o botão abaixo; você voltará a esta página e poderá se tornar o proprietário.
