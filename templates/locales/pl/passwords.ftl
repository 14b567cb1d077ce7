password_new_hint = Minimalna liczba znaków: { $min }. Dobrze sprawdza się kilka niezwiązanych ze sobą słów.
password_show = Pokaż
password_hide = Ukryj
password_strength = Siła hasła

password_strength_0 = Bardzo słabe
password_strength_1 = Słabe
password_strength_2 = Za słabe
password_strength_3 = Dobre
password_strength_4 = Silne

password_too_short = Hasło jest za krótkie. Minimalna liczba znaków: { $min }. Dobrze sprawdza się kilka niezwiązanych ze sobą słów.
password_too_long = Użyj najwyżej 256 znaków.
password_unusable = To hasło zawiera znak, którego nie można użyć. Wybierz inne.
password_common = Wiele osób używa tego hasła, więc jest odgadywane jako pierwsze. Wybierz inne.
password_own_word = To hasło jest zbyt podobne do Twojego imienia, adresu lub nazwy tej aplikacji. Wybierz coś niezwiązanego.
password_pattern = Ciągi i powtórzenia, takie jak „abcdef” lub „aaaaaa”, są szybko odgadywane. Dodaj kilka niezwiązanych ze sobą słów.
password_date = Daty i lata są szybko odgadywane. Dodaj kilka niezwiązanych ze sobą słów.
password_single_word = Pojedyncze słowo lub imię jest szybko odgadywane. Dodaj kilka niezwiązanych ze sobą słów.
password_guessable = To hasło jest szybko odgadywane. Dodaj kilka niezwiązanych ze sobą słów.
password_breached = To hasło znaleziono w wycieku danych z innego serwisu, więc inni je znają. Wybierz inne.
password_unchanged = To jest Twoje obecne hasło. Wybierz inne.
password_had_before = To jest poprzednie hasło Twojego konta. Wybierz inne.
