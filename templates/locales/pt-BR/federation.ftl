link_account_page = Conectar { $provider } · { $organization }
link_account_title = Esta conta é sua?
link_account = Já existe uma conta para <strong>{ $email }</strong>. Se ela for sua, digite a senha dela para entrar com { $provider } de agora em diante.
link_account_password = Senha
link_account_submit = Conectar { $provider } e entrar
link_account_other = Usar outro método
link_account_wrong = Essa senha está incorreta. Tente novamente.
link_account_missing = Digite a senha dessa conta.
link_account_paused = Muitas tentativas sem sucesso. Aguarde um momento e tente novamente.

provider_unknown = este provedor

federation_failed_title = Não foi possível fazer seu login
federation_failed_with_title = Não foi possível fazer seu login com { $provider }

federation_stale = Este login já foi concluído, demorou demais ou foi iniciado em outro navegador. Nada foi alterado.
federation_stale_remedy = Volte ao app e comece de novo.

federation_not_offered = Não é possível entrar com { $provider } aqui.
federation_not_offered_remedy = Use outro método. O administrador decide quais estão disponíveis.

federation_denied = O login foi cancelado ou não foi permitido em { $provider }.
federation_denied_remedy = Tente novamente ou use outro método.

federation_unreachable = { $provider } não está respondendo.
federation_unreachable_remedy = Aguarde um minuto e tente novamente, ou use outro método.

federation_busy = O login com { $provider } está muito ocupado no momento.
federation_busy_remedy = Aguarde um minuto e tente novamente, ou use outro método.

federation_misconfigured = { $provider } recusou nossa solicitação. As configurações daqui podem estar desatualizadas.
federation_misconfigured_remedy = Use outro método por enquanto. Informe ao administrador a referência abaixo para que ele possa corrigir isso.

federation_invalid = Não foi possível verificar a resposta de { $provider }.
federation_invalid_remedy = Tente novamente ou use outro método. Se acontecer de novo, informe ao administrador a referência abaixo.

federation_unreadable = Não foi possível verificar a resposta de { $provider }: ela não diz quem você é.
federation_unreadable_remedy = Use outro método por enquanto. Informe ao administrador a referência abaixo para que ele possa corrigir isso.

federation_not_admitted = A conta de { $provider } que você usou não é aceita aqui.
federation_not_admitted_remedy = Use a conta da sua organização ou outro método.

federation_no_account = Sua conta de { $provider } não está conectada a nenhuma conta aqui.
federation_known_email = Sua conta de { $provider } não está conectada aqui, mas talvez já exista uma conta com o mesmo endereço de e-mail.
federation_connect_remedy = Se você tem uma conta aqui, entre como de costume e conecte { $provider } na página da sua conta. Caso contrário, peça uma conta ao administrador.

federation_link_only = { $provider } está conectado a contas daqui, mas não pode ser usado para entrar.
federation_link_only_remedy = Use outro método.

federation_disabled = Sua conta está desativada.
federation_disabled_remedy = O administrador pode ativá-la novamente.

federation_linked_title = Esta conta já está conectada
federation_linked = Esta conta de { $provider } já está conectada a outra conta daqui. Nada foi alterado.
federation_linked_remedy = Se a outra conta também for sua, entre nela e desconecte { $provider } primeiro.

last_method_title = Você não pode desconectar seu único método de login
last_method = Sem ele, você não conseguiria entrar nesta conta.
last_method_remedy = Conecte outro método primeiro.

use_another_method = Usar outro método
back_to_account = Voltar para sua conta
