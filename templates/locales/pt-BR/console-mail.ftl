# O e-mail no console.

console_nav_mail = E-mail
console_mail_hint = Veja para onde vão os e-mails, quais esperam e o que dizem.
console_mail_server = Servidor de e-mail
console_mail_encrypted = Criptografado
console_mail_from = Remetente
console_mail_servers = Servidores de aplicativos
console_mail_servers_hint = Um aplicativo cuja configuração { $setting } indica um deles envia por ele os próprios e-mails. Se ele estiver fora do ar, os outros e-mails continuam saindo.
console_mail_mailbox = Não há servidor de e-mail. Os e-mails ficam na caixa deste servidor, onde você pode lê-los.
console_mail_open_mailbox = Abrir caixa
console_mail_nowhere = Nenhum e-mail é enviado. Defina { $url } e { $from } no arquivo de configurações para oferecer links de senha, convites e avisos.
console_mail_waiting = E-mails em espera
console_mail_waiting_none = Nada espera. Os e-mails saem em segundos.
console_mail_given_up = Não entregues recentemente
console_mail_name = E-mail
console_mail_to = Para
console_mail_texts = Textos
console_mail_subject = Assunto
console_mail_text = Texto simples
console_mail_html = Mostrar como HTML
console_mail_made_up = Os valores são inventados e os links não levam a lugar nenhum.
console_mail_languages = Em outros idiomas
console_mail_test = Enviar e-mail de teste
console_mail_test_effect = Envia agora um e-mail para o seu próprio endereço e mostra o que o servidor responde.
console_mail_no_address = Sua conta não tem endereço de e-mail. Adicione um primeiro.
console_mail_sent = O servidor de e-mail aceitou um e-mail para { $address }. Olhe na caixa de entrada e no spam.
console_mail_not_sent = O servidor de e-mail não aceitou o e-mail. A resposta dele está abaixo.
