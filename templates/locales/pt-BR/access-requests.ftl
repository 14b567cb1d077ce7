# Roles that people ask for: the pages of users, the console and the mails.

access_app = Aplicativo
access_role = Função
access_reason = Motivo
access_until = Até
access_no_end = Sem data de término

## Pages of users
access_page = Acesso · { $organization }
account_nav_access = Acesso
access_hint = Uma função permite fazer mais em um aplicativo. Solicite uma, e quem é responsável pelo aplicativo decide.
access_none = Não há nenhuma função que você possa solicitar. O administrador decide quais funções podem ser solicitadas.
access_ask = Solicitar acesso
access_ask_title = Solicitar { $role } em { $app }
access_opens = Sem ela, você não pode abrir o aplicativo.
access_your_requests = Suas solicitações
access_state_open = Aguardando resposta
access_state_approved = Aprovada
access_state_refused = Não aprovada
access_state_withdrawn = Retirada
access_state_expired = Ninguém respondeu a tempo
access_asked = Solicitado
access_withdraw = Retirar solicitação
access_ends = Se ninguém responder, a solicitação termina em { $time }.
access_reason_label = Por que você precisa dela?
access_reason_hint = Quem decide lê este texto. Você pode escrever 500 caracteres.
access_until_label = Até quando você precisa dela?
access_until_hint = Deixe vazio se você precisa dela sem data de término. O último dia conta (UTC).
access_until_longest = O último dia possível é { $day }. O último dia conta (UTC).
access_send = Enviar solicitação
access_sent = Sua solicitação foi enviada. Você encontra a resposta nesta página.
access_was_withdrawn = A solicitação foi retirada.
access_problem_reason = Diga por que você precisa dela, em no máximo 500 caracteres.
access_problem_until = Escolha um dia no futuro que não passe do que esta função permite.
access_problem_waits = Você já solicitou esta função. A solicitação aguarda resposta.
access_problem_many = Você solicitou muitas funções recentemente. Aguarde as respostas ou retire uma solicitação.
access_problem_gone = Esta função não pode ser solicitada, ou você já a tem.
access_problem_changed = O aplicativo foi alterado no mesmo momento. Tente de novo.
no_access_title = Você ainda não pode abrir { $app }
no_access_text = Você entrou como { $user }. Sua conta não tem acesso a { $app }, mas você pode solicitá-lo.
no_access_waits = Você solicitou acesso. Sua solicitação aguarda uma resposta.
no_access_back = Voltar para { $app }

## The console
console_nav_access_requests = Solicitações de acesso
console_access_requests_hint = Aprove ou recuse as funções que os usuários solicitam.
console_access_none = Ninguém aguarda resposta. Uma função pode ser solicitada assim que suas configurações permitirem.
console_access_none_decided = Nada foi decidido ainda.
console_access_decided = Decididas
console_access_gives = O que a função permite
console_access_wished = Desejada até
console_access_given_until = Concedida até
console_access_by = Decidido por
console_access_answer = Motivo da recusa
console_access_approve = Aprovar solicitação
console_access_approve_effect = O usuário tem a função imediatamente, até o dia que você escolher. Fica no log de auditoria com o seu nome.
console_access_refuse = Recusar solicitação
console_access_refuse_effect = O usuário não recebe a função e lê o seu motivo.
console_access_own = Esta é a sua própria solicitação. Outra pessoa precisa decidir.
console_attention_requests = Solicitações de acesso que aguardam resposta: { $count }
console_field_requestable = Os usuários podem solicitá-la
console_field_longest = Por quanto tempo no máximo
console_field_longest_hint = Dias ou horas, como 30d ou 12h. Deixe vazio se a função pode ser dada sem data de término.
console_role_requestable = Os usuários podem solicitar esta função.
console_role_requestable_for = Os usuários podem solicitar esta função, por no máximo { $longest }.
console_holder_request = A pedido

## Mails
mail_access_requested_subject = Alguém solicita acesso em { $name }
mail_access_requested_title = Alguém solicita acesso
mail_access_requested_text = { $user } solicita uma função. Nada muda até que alguém aprove.
mail_access_requested_button = Ver a solicitação
mail_access_decided_subject = Sua solicitação de acesso em { $name }
mail_access_approved_title = Sua solicitação foi aprovada
mail_access_approved_text = Você tem a função que solicitou. Se não vir diferença no aplicativo, entre nele de novo.
mail_access_refused_title = Sua solicitação não foi aprovada
mail_access_refused_text = Você não recebe a função que solicitou.
mail_access_decided_button = Abrir suas solicitações
