second_factor_page = Verificação em duas etapas · { $organization }
second_factor_title = Verificação em duas etapas
second_factor_intro = Digite o código de 6 dígitos do seu app autenticador para { $user }.
second_factor_recovery_intro = Digite um dos códigos de recuperação que você salvou para { $user }. Cada um funciona uma vez.
second_factor_account = Conta: { $user }
second_factor_code = Código
second_factor_recovery_code = Código de recuperação
second_factor_trust =
    { $days ->
        [one] Não perguntar novamente neste navegador por { $days } dia
       *[other] Não perguntar novamente neste navegador por { $days } dias
    }
second_factor_submit = Continuar
second_factor_use = Usar sua segunda etapa
second_factor_use_recovery = Usar um código de recuperação
second_factor_use_app = Usar outra segunda etapa
second_factor_other_way = Entrar de outra forma
second_factor_missing = Digite o código.
second_factor_wrong = Esse código não está correto. Aguarde um novo no seu app e tente novamente.
second_factor_wrong_recovery_code = Esse código de recuperação não está correto ou já foi usado. Tente outro.
second_factor_over = O login demorou demais ou sua conta foi alterada. Entre novamente.

set_up_page = Configurar a verificação em duas etapas · { $organization }
set_up_title = Configurar a verificação em duas etapas
set_up_needed = { $organization } exige uma segunda etapa para entrar. Configure um app autenticador no seu celular, como Google Authenticator, Microsoft Authenticator ou Aegis.
set_up_for_app = { $app } exige uma segunda etapa para entrar. Configure um app autenticador no seu celular, como Google Authenticator, Microsoft Authenticator ou Aegis.
set_up_scan = Escaneie este código com seu app autenticador.
set_up_qr_label = Código QR com a chave para seu app autenticador
set_up_open_app = Abrir seu app autenticador neste dispositivo
set_up_type_key = Não consegue escanear? Digite esta chave
set_up_code = Digite o código de 6 dígitos que o app mostra
set_up_submit = Ativar
set_up_later = Agora não
set_up_cancel = Cancelar
set_up_wrong_code = Esse código não está correto. Verifique se o relógio do seu celular é ajustado automaticamente e digite o código que o app mostra agora.
set_up_too_late = Isso demorou demais. Escaneie o novo código.

recovery_codes_page = Códigos de recuperação · { $organization }
recovery_codes_title = Salve seus códigos de recuperação
recovery_codes_intro = Se você perder o celular, cada um destes códigos permite entrar uma vez. Imprima-os ou guarde-os no seu gerenciador de senhas.
recovery_codes_once = Não é possível mostrar estes códigos novamente.
recovery_codes_print = Imprimir códigos
recovery_codes_continue = Continuar
recovery_codes_kept_title = A verificação em duas etapas está ativada
recovery_codes_kept = Seus códigos de recuperação continuam válidos.

security_page = Segurança · { $organization }
security_title = Segurança
security_factors_title = Verificação em duas etapas
security_factors_intro = Quando você entra com sua senha, { $user }, uma segunda etapa bloqueia quem a conhece.
security_on = Ativada
security_app = App autenticador
security_app_on = Pedimos o código dele quando você entra.
security_app_off = Receba códigos em um app no seu celular.
security_app_set_up = Configurar
security_app_remove = Remover
security_recovery = Códigos de recuperação
security_recovery_left =
    { $left ->
        [0] Nenhum dos seus { $codes } códigos está disponível. Crie novos.
       *[other] Restam { $left } de { $codes }.
    }
security_recovery_renew = Criar novos códigos
security_trusted_title = Navegadores confiáveis
security_trusted_intro = Não pedimos a segunda etapa nestes navegadores.
security_trusted_since = Confiável desde { $when }
security_trusted_until = Até { $when }
security_trusted_remove = Remover
second_factor_key_intro = Use sua chave de acesso ou chave de segurança para continuar como { $user }.
second_factor_use_key = Usar uma chave de acesso ou de segurança
second_factor_wrong_key = Essa chave de acesso ou de segurança não foi aceita. Tente novamente.

passkey_sign_in = Entrar com uma chave de acesso
passkey_not_used = Sua chave de acesso não foi usada. Tente novamente ou entre de outra forma.
passkey_wrong = Não foi possível entrar com essa chave de acesso. Tente novamente ou entre de outra forma.
passkey_page = Criar uma chave de acesso · { $organization }
passkey_title = Criar uma chave de acesso
passkey_intro = Entre com sua impressão digital, seu rosto ou o bloqueio de tela em vez de uma senha. Ninguém pode roubar nem adivinhar uma chave de acesso.
passkey_create = Criar uma chave de acesso
passkey_not_made = Nenhuma chave de acesso foi criada. Tente novamente.
passkey_name_title = Esta chave de acesso não pode ter esse nome
passkey_name = Um nome tem até 60 caracteres, e nenhum invisível.
passkey_name_remedy = Volte e escolha outro nome.
passkey_needs_script = As chaves de acesso precisam do JavaScript. Ative-o ou use um app autenticador.
security_key_page = Adicionar uma chave de segurança · { $organization }
security_key_title = Adicionar uma chave de segurança
security_key_intro = Conecte sua chave de segurança ou aproxime-a do celular. Nós a pedimos depois da senha.
security_key_create = Adicionar chave de segurança
security_key_new = Adicionar uma chave de segurança
security_key_tag = Somente segunda etapa
security_passkeys_title = Chaves de acesso
security_passkeys_intro = Entre com sua impressão digital, seu rosto ou o bloqueio de tela.
security_passkey_new = Criar uma chave de acesso
security_passkey_unnamed = Chave de acesso
security_passkey_synced = Sincronizada entre seus dispositivos
security_passkey_on_one_device = Em um só dispositivo
security_passkey_since = Criada em { $when }
security_passkey_used = Último uso em { $when }
security_passkey_rename = Renomear
security_passkey_label = Nome
security_passkey_save = Salvar
security_passkey_remove = Remover
security_passkey_remove_named = Remover { $name }
passkey_offer_page = Entre mais rápido na próxima vez · { $organization }
passkey_offer_title = Entre mais rápido na próxima vez
security_password = Senha
security_password_on = Você pode entrar com uma senha.
security_password_off = Você não tem senha.
security_password_change = Alterar senha
security_password_set = Definir uma senha

second_factor_lost = Não consigo usar nenhuma dessas opções
recovery_page = Recuperar o acesso à sua conta · { $organization }
recovery_title = Recuperar o acesso à sua conta
recovery_intro = Se você perdeu a segunda etapa e os códigos de recuperação, pode pedir para entrar sem eles. Avisamos você por e-mail agora. Em { $when } enviaremos um link que desativa a verificação em duas etapas.
recovery_security = Qualquer sessão aberta na sua conta pode recusar o pedido, e entrar com a segunda etapa o cancela.
recovery_submit = Pedir acesso
recovery_back = Voltar
recovery_waiting_title = Seu pedido está aguardando
recovery_waiting = Em { $when } enviaremos um e-mail com um link.
recovery_not_possible = Não é possível fazer isso aqui. Peça um código de uso único ao administrador.
recovery_too_many = Você fez pedidos demais. Peça um código de uso único ao administrador.
recovery_confirm_title = Desativar a verificação em duas etapas
recovery_confirm = Isso remove o app autenticador, as chaves de acesso, as chaves de segurança e os códigos de recuperação de { $user } e encerra todas as suas sessões.
recovery_confirm_submit = Desativar
recovery_done_title = A verificação em duas etapas está desativada
recovery_done = Entre e configure novamente a verificação em duas etapas.
recovery_refuse_title = Recusar o pedido
recovery_refuse = Alguém que sabe a senha de { $user } pediu para entrar sem a segunda etapa. Recuse se não foi você.
recovery_refuse_submit = Recusar o pedido
recovery_refused_title = O pedido foi recusado
recovery_refused = Ninguém pode entrar sem a sua segunda etapa. Quem pediu sabe a sua senha: altere-a agora.
account_recovery_title = Alguém pediu para entrar sem a sua segunda etapa
account_recovery = O pedido veio de { $device } e vale a partir de { $when }. Se não foi você, recuse-o e altere a sua senha.
