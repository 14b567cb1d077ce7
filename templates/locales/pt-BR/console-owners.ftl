# The owners of an app, who administer it.
console_owners_tab = Proprietários
console_owners_lead = Os proprietários administram somente este aplicativo: suas funções e as solicitações delas, seus segredos, sua aparência e seus endereços. Quem mais ele deixa entrar e o que sabe dos usuários fica com os administradores.
console_owners_none = Ninguém é proprietário deste aplicativo. Somente os administradores o alteram.
console_owners_since = Proprietário desde
console_owners_by_file = indicado por um arquivo
console_owners_add = Adicionar proprietário
console_owners_add_effect = O usuário administra este aplicativo no console e pela API: concede suas funções, decide as solicitações, cria e revoga seus segredos e altera sua aparência e seus endereços.
console_owners_remove = Remover proprietário
console_owners_remove_effect = O usuário não administra mais este aplicativo. O que concedeu e alterou permanece.
console_owners_earlier = Proprietários anteriores
console_owners_until = Proprietário até
