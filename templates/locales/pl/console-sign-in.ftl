# Jak ludzie się logują, w konsoli.

console_nav_sign_in = Zasady logowania
console_sign_in_hint = Zobacz, jak ludzie się logują, do wszystkiego i do każdej aplikacji.
console_sign_in_lead = Czego potrzeba do zalogowania: zasady dla wszystkich i to, gdzie aplikacja wymaga więcej.
console_sign_in_everybody = Dla wszystkich
console_sign_in_settings = To ustawienia serwera. Aplikacja może z nich wybierać i wymagać więcej.
console_sign_in_apps = Według aplikacji
console_sign_in_apps_none = Żadna aplikacja jeszcze nikogo nie loguje. Dodaj ją w sekcji Aplikacje.
console_as_everybody = Jak dla wszystkich
console_days = { $days ->
    [one] { $days } dzień
    [few] { $days } dni
    [many] { $days } dni
   *[other] { $days } dnia
}
console_method_password = Hasło
console_method_passkey = Klucz dostępu
console_method_code = Kod e-mailem
console_method_link = Link e-mailem
console_rule_methods = Sposoby logowania, po kolei
console_methods_hint = Po jednym w wierszu: { $names } albo identyfikator dostawcy tożsamości. Pozostaw puste, aby dopuścić wszystkie.
console_rule_second_factor = Drugi składnik
console_rule_second_factor_of = Drugi składnik dla niektórych
console_factor_off = Wyłączony
console_factor_offered = Wymagany od tych, którzy go ustawili
console_factor_required = Wymagany
console_rule_after_providers = Drugi składnik także po dostawcy tożsamości
console_rule_trusted = Przeglądarki są zaufane przez
console_rule_recovery = Oczekiwanie po utracie drugiego składnika
console_rule_recovery_off = Niemożliwe
console_rule_length = Najkrótsze hasło, w znakach
console_rule_breaches = Skradzione hasła są odrzucane
console_rule_sign_up = Kto może utworzyć konto
console_sign_up_off = Nikt: użytkowników dodają administratorzy
console_sign_up_invitation = Kto jest zaproszony
console_sign_up_domain = Kto ma adres w { $domains }
console_sign_up_open = Każdy, kto ma adres e-mail
console_takes_new_users = Przyjmuje nowych użytkowników
console_app_sign_in = Zmień logowanie
console_app_sign_in_effect = Obowiązuje od następnego logowania. Sesje trwają; kto nie ma drugiego składnika, zostanie o niego zapytany, gdy aplikacja zapyta następnym razem.
console_method_unknown = { $name } nie jest sposobem logowania: sprawdź pisownię lub najpierw zadeklaruj dostawcę tożsamości.
