sign_out_page = Sair · { $organization }
sign_out_title_everywhere = Sair de tudo?
sign_out_title_accounts = Sair?
sign_out_asked_by = { $app } pede para encerrar sua sessão.
sign_out_signed_in_as = Você entrou como { $user }.
sign_out_effect = Você sairá de todos os apps que abriu com esta conta neste navegador.
sign_out_everywhere = Sair de tudo
sign_out_this = Sair de { $user }
sign_out_all = { $count ->
    [one] Sair de { $count } conta
   *[other] Sair de todas as { $count } contas
}
sign_out_fault = Este link de saída não funciona como o app pretendia: não foi possível verificar para onde ele quer levar você. Mesmo assim, você pode sair e ficar aqui. O desenvolvedor do app pode corrigir o link.
sign_out_stay = Continuar conectado

signed_out_page = Sessão encerrada · { $organization }
signed_out_title = Você saiu
signed_out = Para usar um app novamente, abra-o e entre.
signed_out_account = Essa conta saiu de todos os apps.
signed_out_others = Ainda conectado neste navegador: { $users }.
signed_out_sign_in = Entrar novamente
signed_out_to_app = Ir para { $app }
signed_out_choose = Escolher uma conta

signing_out = Estamos encerrando sua sessão nos apps. Para usar um deles novamente, abra-o e entre.
signing_out_then_back = Estamos encerrando sua sessão nos apps e depois levaremos você de volta.
signing_out_continue = Continuar
signing_out_frame = Saída de um app
