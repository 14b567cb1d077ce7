password_new_hint = Pelo menos { $min } caracteres. Algumas palavras sem relação entre si funcionam bem.
password_show = Mostrar
password_hide = Ocultar
password_strength = Força da senha

password_strength_0 = Muito fraca
password_strength_1 = Fraca
password_strength_2 = Não é forte o suficiente
password_strength_3 = Boa
password_strength_4 = Forte

password_too_short = Use pelo menos { $min } caracteres. Algumas palavras sem relação entre si funcionam bem.
password_too_long = Use no máximo 256 caracteres.
password_unusable = Esta senha contém um caractere que não pode ser usado. Escolha outra.
password_common = Muitas pessoas usam esta senha, por isso ela é testada primeiro. Escolha outra.
password_own_word = Esta senha é muito parecida com seu nome, seu endereço ou o nome deste app. Escolha algo sem relação.
password_pattern = Sequências e repetições como “abcdef” ou “aaaaaa” são adivinhadas rapidamente. Adicione algumas palavras sem relação entre si.
password_date = Datas e anos são adivinhados rapidamente. Adicione algumas palavras sem relação entre si.
password_single_word = Uma única palavra ou um nome é adivinhado rapidamente. Adicione algumas palavras sem relação entre si.
password_guessable = Esta senha é adivinhada rapidamente. Adicione algumas palavras sem relação entre si.
password_breached = Esta senha foi encontrada em um vazamento de dados de outro serviço, então outras pessoas a conhecem. Escolha outra.
password_unchanged = Esta é a sua senha atual. Escolha outra.
password_had_before = Esta é a senha que a sua conta tinha antes. Escolha outra.
