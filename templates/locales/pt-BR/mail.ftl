mail_footer = Enviado por { $organization }, { $issuer }
mail_link_as_text = Se o botão não funcionar, abra este endereço no navegador:

mail_device = Dispositivo
mail_place = Local
mail_time = Data e hora
mail_asked_title = Solicitado de

mail_sign_up_subject = Confirme seu endereço de e-mail para { $name }
mail_sign_up_title = Confirme seu endereço de e-mail
mail_sign_up_text = Digite este código para terminar de criar sua conta em { $name }:
mail_sign_up_button = Confirmar endereço
mail_sign_up_valid = O código e o link funcionam uma vez, por 24 horas.
mail_sign_up_not_you = Se você não criou uma conta, ignore este e-mail e não use o link. Nada acontece sem o código ou o link.

mail_account_exists_subject = Você já tem uma conta em { $name }
mail_account_exists_title = Você já tem uma conta
mail_account_exists_text = Alguém tentou criar uma conta em { $name } com este endereço de e-mail. Você já tem uma, então pode entrar.
mail_account_exists_button = Entrar
mail_account_exists_reset = Se você não se lembra da senha, escolha uma nova:
mail_account_exists_not_you = Se não foi você, ignore este e-mail. Nada mudou.

mail_verify_subject = Confirme seu endereço de e-mail para { $name }
mail_verify_title = Confirme seu endereço de e-mail
mail_verify_text = Digite este código para confirmar este endereço para sua conta em { $name }:
mail_verify_button = Confirmar endereço
mail_verify_valid = O código e o link funcionam uma vez, por 24 horas.
mail_verify_not_you = Se você não pediu isso, ignore este e-mail e não use o link. O endereço não será usado sem o código ou o link.

mail_reset_subject = Escolha uma nova senha para { $name }
mail_reset_title = Escolha uma nova senha
mail_reset_text = Alguém pediu para trocar a senha da sua conta em { $name }.
mail_reset_button = Escolher nova senha
mail_reset_valid = O link funciona uma vez, por uma hora.
mail_reset_not_you = Se não foi você, ignore este e-mail. Sua senha continua a mesma.

mail_code_subject = Seu código para entrar em { $name }
mail_code_title = Seu código para entrar
mail_code_text = Digite este código para entrar em { $name }:
mail_code_valid = O código funciona uma vez, por 10 minutos.
mail_code_or_link = Ou use este link no navegador em que você o solicitou.
mail_code_and_link_valid = O código e o link funcionam uma vez, por 10 minutos.
mail_code_warning = Nunca informe este código a ninguém. Não o pedimos por telefone, chat ou e-mail.
mail_code_not_you = Se você não tentou entrar, ignore este e-mail. Ninguém entra sem o código.
mail_link_subject = Seu link para entrar em { $name }
mail_link_title = Entrar em { $name }
mail_link_text = Use este link no navegador em que você o solicitou.
mail_link_button = Entrar
mail_link_valid = O link funciona uma vez, por 10 minutos.
mail_link_not_you = Se você não tentou entrar, ignore este e-mail. Ninguém entra sem o link.

mail_invitation_subject = Você recebeu um convite para { $name }
mail_invitation_title = Você recebeu um convite para { $name }
mail_invitation_text = Você pode criar sua conta em { $name } ou entrar com uma que já tenha.
mail_invitation_text_by = { $inviter } convidou você para { $name }. Você pode criar sua conta ou entrar com uma que já tenha.
mail_invitation_apps = Apps
mail_invitation_button = Aceitar convite
mail_invitation_valid = O convite termina em { $time }.
mail_invitation_not_you = Se você não sabe do que se trata, ignore este e-mail. Nenhuma conta é criada sem você.

mail_not_me_button = Não fui eu
mail_not_me_explained = Se não foi você, avise-nos. Encerraremos sua sessão em todos os lugares, e sua senha deixará de funcionar até que você escolha uma nova.
mail_was_me = Se foi você, não é preciso fazer nada.

mail_address_changed_subject = Seu endereço de e-mail em { $name } foi alterado
mail_address_changed_title = Seu endereço de e-mail foi alterado
mail_address_changed_text = Sua conta em { $name } agora usa { $address }. De agora em diante, os e-mails vão para lá.
mail_address_changed_button = Desfazer a alteração
mail_address_changed_explained = Se não foi você, desfaça a alteração. Você pode fazer isso por 7 dias.
mail_address_replaced_text = Sua conta em { $name } agora usa { $address }. Um administrador, ou um serviço que gerencia sua conta, fez essa alteração.
mail_address_replaced_explained = De agora em diante, os e-mails vão para lá, e os links enviados a este endereço não funcionam mais. Se você não esperava isso, fale com quem administra { $name }.
mail_address_proven_subject = Seu endereço de e-mail em { $name } foi confirmado
mail_address_proven_title = Seu endereço de e-mail foi confirmado
mail_address_proven_text = O endereço da sua conta em { $name } foi confirmado pela primeira vez. Uma senha, chaves de acesso e contas conectadas configuradas antes disso não permitem mais que ninguém entre, e a sessão foi encerrada em todos os dispositivos. Configure novamente o que for seu.

mail_new_device_subject = Novo login na sua conta em { $name }
mail_new_device_title = Novo login na sua conta
mail_new_device_text = Sua conta em { $name } foi usada em um navegador em que ainda não tínhamos visto você.

mail_password_changed_subject = Sua senha de { $name } foi alterada
mail_password_changed_title = Sua senha foi alterada
mail_password_changed_text = A senha da sua conta em { $name } foi alterada, e a sessão foi encerrada nos seus outros dispositivos.

mail_guessed_subject = Muitas senhas incorretas para sua conta em { $name }
mail_guessed_title = Alguém digitou muitas senhas incorretas
mail_guessed_text = Foram digitadas 100 senhas incorretas seguidas para sua conta em { $name }. Para que ninguém continue tentando adivinhar, sua senha sozinha agora só permite entrar em navegadores nos quais sua conta já foi usada.
mail_guessed_explained = Em qualquer outro lugar, escolha uma nova senha ou entre de outra forma, por exemplo com uma chave de acesso. Isso termina quando uma nova senha é escolhida ou quando sua senha é usada em um navegador já conhecido.

mail_factor_subject = As formas de entrar na sua conta em { $name } mudaram
mail_factor_text = As formas de entrar na sua conta em { $name } mudaram.
mail_passkey_added = Uma chave de acesso foi adicionada à sua conta
mail_passkey_removed = Uma chave de acesso foi removida da sua conta
mail_security_key_added = Uma chave de segurança foi adicionada à sua conta
mail_security_key_removed = Uma chave de segurança foi removida da sua conta
mail_authenticator_added = Um app autenticador foi adicionado à sua conta
mail_authenticator_removed = O app autenticador foi removido da sua conta
mail_recovery_codes_added = Novos códigos de recuperação foram criados para sua conta
mail_password_removed = A senha da sua conta foi removida
mail_recovery_codes_removed = Os códigos de recuperação da sua conta foram removidos
mail_connected_added = { $provider } foi conectado à sua conta
mail_connected_removed = { $provider } foi desconectado da sua conta
mail_code_given = Um administrador criou um código de uso único para a sua conta

mail_recovery_subject = Alguém pediu para recuperar o acesso à sua conta em { $name }
mail_recovery_title = Alguém pediu para recuperar o acesso à sua conta
mail_recovery_text = Alguém diz que perdeu a segunda etapa para entrar na sua conta em { $name }. Essa pessoa poderá entrar sem ela a partir de { $time }, a menos que você recuse.
mail_recovery_button = Recusar
mail_recovery_explained = Se não foi você, recuse agora e troque sua senha.
mail_recovery_ready_subject = Você pode recuperar o acesso à sua conta em { $name }
mail_recovery_ready_title = Você pode recuperar o acesso à sua conta
mail_recovery_ready_text = Ninguém recusou o seu pedido. Desative a verificação em duas etapas, depois entre e configure-a novamente.
mail_recovery_ready_button = Desativar a verificação em duas etapas
mail_recovery_ready_valid = O link funciona uma vez, até { $time }.
mail_recovery_ready_not_you = Se você não pediu isso, não use o link e altere a sua senha.

mail_deletion_subject = Sua conta em { $name } será excluída
mail_deletion_title = Sua conta será excluída
mail_deletion_text = Sua conta em { $name } e tudo o que há nela serão excluídos em { $time }. Até lá, você pode mudar de ideia.
mail_deletion_button = Manter minha conta
mail_deletion_explained = Se não foi você, mantenha sua conta e troque sua senha.

mail_deleted_subject = Sua conta em { $name } foi excluída
mail_deleted_title = Sua conta foi excluída
mail_deleted_text = Sua conta em { $name } e tudo o que havia nela foram excluídos em { $time }. Você não receberá mais mensagens nossas.

mail_test_subject = E-mail de teste de { $name }
mail_test_title = Este e-mail chegou
mail_test_text = Um administrador de { $name } enviou este e-mail em { $time } para verificar se os e-mails chegam. Não é preciso fazer nada.

dev_mail_page = E-mails · { $organization }
dev_mail_title = E-mails
dev_mail_explained = Não há servidor de e-mail aqui, então os e-mails chegam a esta página. Os últimos 200 ficam na memória deste processo até que ele pare; outro processo com o mesmo banco de dados tem os seus.
dev_mail_none = Ainda não há e-mails. Recarregue esta página depois que algo for enviado.
dev_mail_to = Para { $address }
dev_mail_sent = Enviado em { $when }
dev_mail_html = Mostrar como HTML

not_me_title = Não foi você?
not_me_happened = Sua conta foi usada ou alterada em { $when }.
not_me_explained = Se não foi você, encerraremos sua sessão em todos os dispositivos e apps, e sua senha deixará de funcionar. Depois, você escolhe uma nova.
not_me_button = Proteger minha conta
not_me_done_title = Sua conta está protegida
not_me_done = Sua sessão foi encerrada em todos os lugares, e sua senha antiga não funciona mais. Escolha uma nova agora.
not_me_done_without_password = Sua sessão foi encerrada em todos os lugares. Você entra com uma conta de outro provedor: troque a senha lá também.
not_me_factors_wait = A segunda etapa que foi adicionada continua por enquanto, para que ninguém entre só com o seu e-mail. Em { $when }, enviaremos um link que a remove.
not_me_factors_stay = A segunda etapa que foi adicionada continua, para que ninguém entre só com o seu e-mail. Se ela não for sua, peça ao administrador que a remova.
not_me_done_apps = Os apps podem levar alguns minutos para encerrar a sessão. Quando entrar novamente, confira as formas de entrar na sua conta e remova as que você não conhece.
not_me_choose_password = Escolher nova senha
not_me_sign_in = Entrar
not_me_used_title = Isso já foi feito
not_me_used = Sua conta foi protegida depois que este e-mail foi enviado. Se você ainda não escolheu uma nova senha, faça isso agora.
not_me_invalid_title = Este link não funciona
not_me_invalid = Ele tem mais de 7 dias ou falta uma parte do endereço. Se você acha que outra pessoa usa sua conta, escolha uma nova senha.
