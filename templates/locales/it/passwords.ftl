password_new_hint = Almeno { $min } caratteri. Vanno bene alcune parole senza legami tra loro.
password_show = Mostra
password_hide = Nascondi
password_strength = Sicurezza della password

password_strength_0 = Molto debole
password_strength_1 = Debole
password_strength_2 = Non abbastanza sicura
password_strength_3 = Buona
password_strength_4 = Sicura

password_too_short = Usa almeno { $min } caratteri. Vanno bene alcune parole senza legami tra loro.
password_too_long = Usa al massimo 256 caratteri.
password_unusable = Questa password contiene un carattere che non può essere usato. Scegline un’altra.
password_common = Molte persone usano questa password, quindi è tra le prime a essere provate. Scegline un’altra.
password_own_word = Questa password è troppo simile al tuo nome, al tuo indirizzo o al nome di questa app. Scegli qualcosa senza legami.
password_pattern = Sequenze e ripetizioni come “abcdef” o “aaaaaa” si indovinano in fretta. Aggiungi alcune parole senza legami tra loro.
password_date = Date e anni si indovinano in fretta. Aggiungi alcune parole senza legami tra loro.
password_single_word = Una sola parola o un nome si indovina in fretta. Aggiungi alcune parole senza legami tra loro.
password_guessable = Questa password si indovina in fretta. Aggiungi alcune parole senza legami tra loro.
password_breached = Questa password è stata trovata in una violazione di dati di un altro servizio, quindi altri la conoscono. Scegline un’altra.
password_unchanged = Questa è la tua password attuale. Scegline un’altra.
password_had_before = Questa è la password che il tuo account aveva prima. Scegline un’altra.
