link_account_page = Połącz { $provider } · { $organization }
link_account_title = Czy to Twoje konto?
link_account = Konto dla <strong>{ $email }</strong> już istnieje. Jeśli należy do Ciebie, wpisz jego hasło, aby od teraz logować się przez { $provider }.
link_account_password = Hasło
link_account_submit = Połącz { $provider } i zaloguj się
link_account_other = Użyj innej metody
link_account_wrong = To hasło jest nieprawidłowe. Spróbuj ponownie.
link_account_missing = Wpisz hasło tego konta.
link_account_paused = Zbyt wiele nieudanych prób. Poczekaj chwilę i spróbuj ponownie.

provider_unknown = tego dostawcę

federation_failed_title = Nie udało się zalogować
federation_failed_with_title = Nie udało się zalogować przez { $provider }

federation_stale = To logowanie zostało już zakończone, trwało zbyt długo albo rozpoczęto je w innej przeglądarce. Nic nie zostało zmienione.
federation_stale_remedy = Wróć do aplikacji i zacznij od nowa.

federation_not_offered = Nie można tu zalogować się przez { $provider }.
federation_not_offered_remedy = Użyj innej metody. O dostępnych metodach decyduje administrator.

federation_denied = Logowanie zostało anulowane lub niedozwolone przez { $provider }.
federation_denied_remedy = Spróbuj ponownie albo użyj innej metody.

federation_unreachable = { $provider } nie odpowiada.
federation_unreachable_remedy = Poczekaj minutę i spróbuj ponownie albo użyj innej metody.

federation_busy = Logowanie przez { $provider } jest teraz bardzo obciążone.
federation_busy_remedy = Poczekaj minutę i spróbuj ponownie albo użyj innej metody.

federation_misconfigured = { $provider } odrzuca nasze żądanie. Ustawienia po naszej stronie mogą być nieaktualne.
federation_misconfigured_remedy = Na razie użyj innej metody. Podaj administratorowi poniższy numer referencyjny, aby mógł to naprawić.

federation_invalid = Nie udało się zweryfikować odpowiedzi od { $provider }.
federation_invalid_remedy = Spróbuj ponownie albo użyj innej metody. Jeśli problem się powtórzy, podaj administratorowi poniższy numer referencyjny.

federation_unreadable = Nie udało się zweryfikować odpowiedzi od { $provider }: nie zawiera informacji, kim jesteś.
federation_unreadable_remedy = Na razie użyj innej metody. Podaj administratorowi poniższy numer referencyjny, aby mógł to naprawić.

federation_not_admitted = Użyte konto { $provider } nie jest tu dozwolone.
federation_not_admitted_remedy = Użyj konta swojej organizacji albo innej metody.

federation_no_account = Twoje konto { $provider } nie jest tu połączone z żadnym kontem.
federation_known_email = Twoje konto { $provider } nie jest tu połączone, ale konto z tym samym adresem e-mail może już istnieć.
federation_connect_remedy = Jeśli masz tu konto, zaloguj się jak zwykle i połącz { $provider } na stronie swojego konta. W przeciwnym razie poproś administratora o konto.

federation_link_only = { $provider } jest tu połączony z kontami, ale nie można go używać do logowania.
federation_link_only_remedy = Użyj innej metody.

federation_disabled = Twoje konto jest wyłączone.
federation_disabled_remedy = Administrator może je ponownie włączyć.

federation_linked_title = To konto jest już połączone
federation_linked = To konto { $provider } jest już tu połączone z innym kontem. Nic nie zostało zmienione.
federation_linked_remedy = Jeśli to drugie konto też należy do Ciebie, zaloguj się na nie i najpierw odłącz { $provider }.

last_method_title = Nie możesz odłączyć jedynej metody logowania
last_method = Bez niej nie można by zalogować się na to konto.
last_method_remedy = Najpierw połącz inną metodę.

use_another_method = Użyj innej metody
back_to_account = Wróć do swojego konta
