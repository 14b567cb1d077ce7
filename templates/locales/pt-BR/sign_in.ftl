sign_in_page = Entrar · { $organization }
sign_in_title = Entrar
sign_in_again_title = Entrar novamente
sign_in_another_title = Usar outra conta
sign_in_step_up_title = Só mais uma etapa
sign_in_step_up = { $app } exige um login mais seguro do que o que você usou. Se você voltar, continuará conectado.
sign_in_step_up_unknown_app = Esta página exige um login mais seguro do que o que você usou. Se você voltar, continuará conectado.
sign_in_known = Você entrou como { $user }.
sign_in_identifier = E-mail ou nome de usuário
sign_in_password = Senha
sign_in_remember = Continuar conectado
sign_in_submit = Entrar
sign_in_next = Continuar
sign_in_or = ou
sign_in_no_method = Ainda não há como entrar neste app. Um administrador pode configurar um método.

sign_in_continue_with = Continuar com { $provider }
sign_in_with = Entrar com { $provider }

sign_in_wrong = O e-mail e a senha não conferem. Verifique os dois e tente novamente.
sign_in_incomplete = Digite seu e-mail ou nome de usuário e sua senha.
sign_in_no_provider_for_address = Não encontramos um método de login para esse endereço de e-mail. Escolha uma das opções abaixo.
sign_in_directory_unreachable = Não foi possível acessar o diretório da sua organização. Aguarde um momento e tente novamente.
sign_in_paused = Muitas tentativas sem sucesso. Aguarde um momento e tente novamente.
sign_in_proof_needed = Seu navegador precisa fazer um breve cálculo antes, porque há muitas tentativas de adivinhar senhas neste momento. Digite sua senha novamente.
sign_in_proving = Seu navegador está fazendo um breve cálculo. Isso leva alguns segundos.
sign_in_proof_needs_script = Há muitas tentativas de adivinhar senhas neste momento, então seu navegador precisa fazer um breve cálculo. Ative o JavaScript ou tente novamente em dez minutos.
sign_in_busy = O login está muito ocupado no momento. Aguarde alguns segundos e tente novamente.
sign_in_form_too_old = Esta página ficou aberta por muito tempo ou os cookies estão bloqueados. Digite sua senha novamente. Se isso continuar acontecendo, permita os cookies deste site.
sign_in_fresh = Para mudar como você entra, primeiro entre novamente.

select_account_page = Escolher uma conta · { $organization }
select_account_title = Escolher uma conta
select_account_in_use = em uso
select_account_other = Usar outra conta
