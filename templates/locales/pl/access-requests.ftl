# Roles that people ask for: the pages of users, the console and the mails.

access_app = Aplikacja
access_role = Rola
access_reason = Powód
access_until = Do
access_no_end = Bez daty końcowej

## Pages of users
access_page = Dostęp · { $organization }
account_nav_access = Dostęp
access_hint = Rola pozwala robić więcej w aplikacji. Poproś o nią, a zdecyduje osoba odpowiedzialna za aplikację.
access_none = Nie ma roli, o którą możesz poprosić. Administrator decyduje, o które role można prosić.
access_ask = Poproś o dostęp
access_ask_title = Poproś o rolę { $role } w { $app }
access_opens = Bez niej nie możesz otworzyć aplikacji.
access_your_requests = Twoje prośby
access_state_open = Czeka na odpowiedź
access_state_approved = Zatwierdzona
access_state_refused = Niezatwierdzona
access_state_withdrawn = Wycofana
access_state_expired = Nikt nie odpowiedział na czas
access_asked = Data prośby
access_withdraw = Wycofaj prośbę
access_ends = Jeśli nikt nie odpowie, prośba wygaśnie { $time }.
access_reason_label = Dlaczego jej potrzebujesz?
access_reason_hint = Przeczyta to osoba, która decyduje. Możesz wpisać 500 znaków.
access_until_label = Do kiedy jej potrzebujesz?
access_until_hint = Pozostaw puste, jeśli potrzebujesz jej bez daty końcowej. Ostatni dzień się liczy (UTC).
access_until_longest = Najpóźniejszy dzień to { $day }. Ostatni dzień się liczy (UTC).
access_send = Wyślij prośbę
access_sent = Prośba została wysłana. Odpowiedź znajdziesz na tej stronie.
access_was_withdrawn = Prośba została wycofana.
access_problem_reason = Napisz, dlaczego jej potrzebujesz, najwyżej w 500 znakach.
access_problem_until = Wybierz dzień w przyszłości, nie późniejszy, niż pozwala ta rola.
access_problem_waits = Prośba o tę rolę została już wysłana. Czeka na odpowiedź.
access_problem_many = W ostatnim czasie wysłano wiele próśb o role. Poczekaj na odpowiedzi albo wycofaj jedną z nich.
access_problem_gone = O tę rolę nie można prosić albo już ją masz.
access_problem_changed = Aplikacja została w tej samej chwili zmieniona. Spróbuj ponownie.
no_access_title = Nie możesz jeszcze otworzyć { $app }
no_access_text = Zalogowano jako { $user }. Twoje konto nie ma dostępu do { $app }, ale możesz o niego poprosić.
no_access_waits = Prośba o dostęp czeka na odpowiedź.
no_access_back = Wróć do { $app }

## The console
console_nav_access_requests = Prośby o dostęp
console_access_requests_hint = Zatwierdzaj lub odrzucaj role, o które proszą użytkownicy.
console_access_none = Nikt nie czeka na odpowiedź. O rolę można prosić, gdy pozwalają na to jej ustawienia.
console_access_none_decided = Nie podjęto jeszcze żadnej decyzji.
console_access_decided = Rozpatrzone
console_access_gives = Na co pozwala rola
console_access_wished = Potrzebna do
console_access_given_until = Nadana do
console_access_by = Zdecydował(a)
console_access_answer = Powód odmowy
console_access_approve = Zatwierdź prośbę
console_access_approve_effect = Użytkownik ma rolę od razu, do wybranego dnia. Wpis z Twoją nazwą trafi do dziennika audytu.
console_access_refuse = Odrzuć prośbę
console_access_refuse_effect = Użytkownik nie dostanie roli i przeczyta Twój powód.
console_access_own = To Twoja własna prośba. Musi o niej zdecydować ktoś inny.
console_attention_requests = Prośby o dostęp czekające na odpowiedź: { $count }
console_field_requestable = Użytkownicy mogą o nią prosić
console_field_longest = Najdłuższy czas
console_field_longest_hint = Dni lub godziny, na przykład 30d lub 12h. Pozostaw puste, jeśli rolę można nadać bez daty końcowej.
console_role_requestable = Użytkownicy mogą prosić o tę rolę.
console_role_requestable_for = Użytkownicy mogą prosić o tę rolę, najwyżej na { $longest }.
console_holder_request = Na prośbę

## Mails
mail_access_requested_subject = Ktoś prosi o dostęp w { $name }
mail_access_requested_title = Ktoś prosi o dostęp
mail_access_requested_text = { $user } prosi o rolę. Nic się nie zmieni, dopóki ktoś jej nie zatwierdzi.
mail_access_requested_button = Zobacz prośbę
mail_access_decided_subject = Twoja prośba o dostęp w { $name }
mail_access_approved_title = Twoja prośba została zatwierdzona
mail_access_approved_text = Masz rolę, o którą prosisz. Jeśli nie widzisz różnicy w aplikacji, zaloguj się do niej ponownie.
mail_access_refused_title = Twoja prośba nie została zatwierdzona
mail_access_refused_text = Nie dostajesz roli, o którą prosisz.
mail_access_decided_button = Otwórz swoje prośby
