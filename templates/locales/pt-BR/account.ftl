account_page = Sua conta · { $organization }
account_switch = Trocar de conta
account_add = Adicionar conta
account_sign_out = Sair
account_email = E-mail
account_username = Nome de usuário

account_methods_title = Como você entra
account_password = Senha
account_password_detail = Definida para esta conta
account_connected_since = Conectado em { $when }
account_disconnect = Desconectar { $provider }
account_connect = Conectar { $provider }

account_devices_title = Dispositivos
account_this_device = este navegador
account_session_since = Sessão iniciada em { $when }
account_session_seen = Último uso em { $when }
account_session_apps = Apps abertos: { $apps }
account_session_end = Sair
account_sessions_end_others = Sair de todos os outros dispositivos

device_browser_on_system = { $browser } no { $system }
device_unknown = Navegador desconhecido

place_with_address = { $place } ({ $address })

receipts_title = Saídas nas últimas 24 horas
receipt_delivered = Encerrou sua sessão em { $when }
receipt_waiting = Encerrando sua sessão
receipt_retrying = Ainda não foi possível contatar; última tentativa em { $when }
receipt_given_up = { $count ->
    [one] Não foi possível contatar, { $count } tentativa
   *[other] Não foi possível contatar, { $count } tentativas
}
receipt_send_again = Enviar novamente

account_apps_title = Seus apps
account_apps_none = Você ainda não usou nenhum app. Os apps em que você entrar aparecerão aqui.
account_app_allowed = Pode usar { $scope }
account_app_allowed_since = Permitido em { $when }
account_app_trusted = Fornecido pela sua organização
account_app_open = Abrir { $app }
account_app_remove = Remover acesso
account_app_sign_out = Sair de { $app }
account_navigation = Sua conta
account_nav_overview = Visão geral
account_nav_profile = Perfil
account_nav_security = Segurança
account_nav_activity = Atividade
account_nav_data = Seus dados

profile_page = Perfil · { $organization }
profile_save = Salvar
profile_saved = Seu perfil foi salvo.
profile_address_saved = Seu endereço de e-mail foi alterado. A sessão foi encerrada nos outros dispositivos.
profile_given_name = Nome
profile_family_name = Sobrenome
profile_nickname = Apelido
profile_website = Site
profile_language = Idioma
profile_language_of_browser = O do meu navegador
profile_time_zone = Fuso horário
profile_picture = Foto
profile_picture_yours = Sua foto
profile_picture_choose = Escolher um arquivo
profile_picture_hint = PNG, JPEG, WebP ou GIF, no máximo 5 MB. Os aplicativos em que você entra podem mostrá-la.
profile_picture_save = Salvar foto
profile_picture_remove = Remover foto
profile_picture_saved = Sua foto foi salva.
profile_picture_removed = Sua foto foi removida.
profile_picture_none = Escolha primeiro um arquivo.
profile_picture_too_large = O arquivo tem mais de 5 MB. Escolha um menor.
profile_picture_no_picture = Isso não é PNG, JPEG, WebP nem GIF. Escolha outro arquivo.
profile_picture_damaged = A imagem está danificada. Salve-a novamente em um programa de imagens e escolha-a mais uma vez.
profile_picture_too_many_pixels = A imagem é grande demais. Reduza-a para menos de 10.000 pixels de cada lado.
profile_picture_more_than_a_picture = O arquivo contém algo além da imagem. Salve-a novamente como JPEG ou PNG e escolha esse arquivo.
profile_username_hint = Você pode entrar com ele. Sem espaços e sem @.
profile_username_wrong = Um nome de usuário tem até 64 caracteres, sem espaços e sem @.
profile_username_taken = Outra pessoa já tem esse nome de usuário. Escolha outro.
profile_username_reserved = Este nome de usuário está reservado ou se parece com um que está. Escolha outro.
profile_username_disguised = Este nome de usuário mistura letras de alfabetos diferentes ou parece um nome em letras latinas. Escolha outro.
profile_value_wrong = Um campo é longo demais ou contém caracteres que não podem ser exibidos. Cada um comporta 200 caracteres.
profile_website_wrong = Digite um endereço da Web que comece com https:// ou deixe o campo vazio.
profile_time_zone_wrong = Digite um fuso horário como Europe/Berlin ou deixe o campo vazio.
profile_conflict = A conta foi alterada ao mesmo tempo. Confira a página novamente e depois salve.
profile_address_verified = confirmado
profile_new_address = Novo e-mail
profile_address_hint = Enviaremos um código para lá. Seu endereço antigo será avisado e poderá desfazer a alteração por sete dias.
profile_address_change = Alterar e-mail
profile_address_wrong = Digite um endereço de e-mail diferente do atual, como ada@example.com.
profile_address_no_mail = No momento, seu endereço de e-mail não pode ser alterado aqui. Fale com o administrador.
profile_address_of_provider = Os endereços de e-mail deste domínio pertencem a { $provider }. Conecte primeiro sua conta { $provider } ou informe outro endereço.

address_confirm_title = Confirme seu novo e-mail
address_confirm = { $email } passará a ser o endereço da sua conta. A sessão será encerrada nos outros dispositivos. Confirme somente se foi você quem pediu: quem pediu fica com a conta.
address_confirm_submit = Confirmar
address_confirmed_title = Seu e-mail foi alterado
address_confirmed = De agora em diante, você entra com o novo endereço. A sessão foi encerrada nos outros dispositivos.
address_undo_title = Desfazer a alteração?
address_undo = { $email } voltará a ser o endereço da sua conta, e todas as sessões serão encerradas em todos os lugares.
address_undo_submit = Desfazer a alteração
address_undone_title = A alteração foi desfeita
address_undone = Sua conta voltou a ter o endereço antigo, e a sessão foi encerrada em todos os dispositivos. Escolha uma nova senha agora, para que ninguém mais a tenha.

password_change_title = Senha
password_present = Senha atual
password_new = Nova senha
password_change_submit = Alterar senha
password_changed = Sua senha foi alterada. A sessão foi encerrada nos outros dispositivos.
password_none = Sua conta não tem senha. Você entra de outra forma.
password_wrong = Essa não é sua senha atual. Verifique e tente novamente.

activity_page = Atividade · { $organization }
activity_title = Atividade recente
activity_hint = Algo não foi você? Mude sua senha e confira suas formas de entrar:
activity_none = Ainda não aconteceu nada.
activity_older = Atividade anterior
activity_by_administrator = por um administrador
activity_signed_in = Entrou
activity_sign_in_failed = Falha ao entrar
activity_stepped_up = Você confirmou sua identidade
activity_session_ended = Saiu
activity_password_changed = Senha alterada
activity_password_reset_requested = Nova senha solicitada
activity_method_added = Forma de entrar adicionada
activity_method_removed = Forma de entrar removida
activity_second_factor_failed = Falha na segunda etapa
activity_recovery = Recuperação da conta
activity_address_changed = E-mail alterado
activity_profile_changed = Perfil alterado
activity_account_made = Conta criada
activity_account_locked = Conta bloqueada ou desbloqueada
activity_disowned = Informado como não sendo você
activity_app_allowed = Aplicativo permitido
activity_app_removed = Aplicativo removido

data_page = Seus dados · { $organization }
data_download_hint = Tudo o que está guardado sobre você, em um arquivo: perfil, formas de entrar, dispositivos, aplicativos e atividade recente. Não contém senhas nem chaves.
data_download = Baixar meus dados
data_delete_title = Excluir sua conta
data_delete_effect = { $days ->
    [0] Você sai de todos os lugares imediatamente, e sua conta, com tudo o que há nela, é excluída para sempre.
   *[other] Você sai de todos os lugares imediatamente. Depois de { $days } dias, sua conta, com tudo o que há nela, é excluída para sempre; até lá, você pode entrar e mantê-la.
}
data_delete = Excluir minha conta
data_deletion_waits_title = Sua conta será excluída
data_deletion_waits = Ela será excluída em { $time }. Para mantê-la, entre antes disso ou use o link do e-mail que enviamos.
data_deletion_on = Sua conta, com tudo o que há nela, será excluída em
data_deletion_until = Sua conta, com tudo o que há nela, será excluída em { $time }.
data_keep = Manter minha conta
data_keep_title = Manter sua conta?
data_keep_sign_in = Entrar
data_kept_title = Sua conta continua
data_kept = Nada será excluído. Entre para continuar.
attribute_problems = Alguns campos precisam de outro valor.
attribute_missing = Preencha este campo.
attribute_length = Use de { $min } a { $max } caracteres.
attribute_min = Informe { $min } ou mais.
attribute_max = Informe { $max } ou menos.
attribute_number = Informe um número.
attribute_date = Informe uma data, como 1990-05-31.
attribute_email = Informe um endereço de e-mail.
attribute_phone = Informe um número de telefone com o código do país, como +55 11 91234-5678.
attribute_choice = Escolha uma das opções.
attribute_form = Este valor não tem a forma esperada aqui.
