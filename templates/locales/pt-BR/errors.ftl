error_detail = Detalhes técnicos para o desenvolvedor do app
error_reference = Referência { $reference }

error_try_again = Tente novamente. Se acontecer de novo, informe ao administrador a referência abaixo.
error_start_again = Volte ao app e comece de novo.
error_open_again = Abrir a página novamente
error_to_apps = Ir para seus apps
error_to_accounts = Escolher uma conta
error_developer = Você não fez nada de errado. O desenvolvedor do app pode corrigir isso.

error_bad_request_title = Não foi possível ler essa solicitação
error_bad_request = A solicitação enviada pelo seu navegador estava incompleta ou danificada.
error_bad_request_remedy = Volte e tente novamente.

error_app_request = O app enviou uma solicitação que não conseguimos ler.
error_refused = A solicitação do app foi recusada.

error_account_gone_title = A sessão dessa conta foi encerrada
error_account_gone = Você não está mais conectado à conta que escolheu.
error_account_gone_remedy = Volte e escolha outra conta, ou entre novamente.

error_proxy = Somente um proxy reverso pode usar este endereço, e o proxy não enviou o endereço e o método da solicitação original.
error_proxy_remedy = O administrador do proxy pode corrigir isso. O guia está em docs/guides/forward-auth.md.

error_form_title = Este formulário expirou
error_form = Ele é muito antigo, foi aberto em outro navegador ou os cookies estão bloqueados.
error_form_remedy = Abra a página novamente. Se isso continuar acontecendo, permita os cookies deste site.

error_forbidden_title = Você não tem acesso
error_forbidden = A conta que você está usando não pode abrir esta página.
error_forbidden_remedy = Se você precisa de acesso, peça ao administrador. Você também pode voltar e usar outra conta.

error_unavailable_title = Estamos com problemas no momento
error_unavailable = O servidor está ocupado ou não consegue acessar o banco de dados.
error_unavailable_remedy = Aguarde alguns segundos e tente novamente.

error_out_of_date_title = Não é possível continuar este login
error_out_of_date = Ele foi iniciado em outro navegador, o endereço está incompleto ou os cookies estão bloqueados.
error_out_of_date_remedy = Abra o app novamente. Se isso continuar acontecendo, permita os cookies deste site.

error_limited_title = Tentativas demais
error_limited = Houve tentativas demais a partir da sua rede.
error_limited_remedy = { $seconds ->
    [one] Aguarde { $seconds } segundo e tente novamente.
   *[other] Aguarde { $seconds } segundos e tente novamente.
}

error_internal_title = Algo deu errado do nosso lado
error_internal = Não foi possível concluir sua solicitação. Nada foi alterado.

error_not_found_title = Página não encontrada
error_not_found = Não há nenhuma página neste endereço.
error_not_found_remedy = Verifique o endereço ou vá para seus apps.

address_title = Solicitação de login recusada
address_remedy = Você não fez nada de errado. O desenvolvedor do app pode corrigir isso: a solicitação precisa corresponder ao registro do app.
address_client_missing = O app não enviou seu identificador de cliente.
address_client_unknown = O app não está registrado aqui ou está desativado.
address_redirect_uri_missing = O app não enviou o endereço de retorno.
address_redirect_uri_unregistered = O app quer enviar você para um endereço que não está registrado para ele.
address_repeated = O app enviou dois valores diferentes para sua identidade ou seu endereço.
address_request_object = Não foi possível verificar a solicitação assinada do app.
address_unusable = O app enviou algo que não conseguimos ler.

form_post_page = Voltando ao app
form_post_title = Um momento
form_post = Estamos levando você de volta ao app.
form_post_continue = Continuar para o app
web_message = Estamos entregando o resultado ao app. Se nada acontecer, feche esta janela e volte ao app.
