sign_in_page = Accedi · { $organization }
sign_in_title = Accedi
sign_in_again_title = Accedi di nuovo
sign_in_another_title = Usa un altro account
sign_in_step_up_title = Ancora un passaggio
sign_in_step_up = { $app } richiede un accesso più sicuro di quello che hai usato. Se torni indietro, resti connesso.
sign_in_step_up_unknown_app = Questa pagina richiede un accesso più sicuro di quello che hai usato. Se torni indietro, resti connesso.
sign_in_known = Hai eseguito l’accesso come { $user }.
sign_in_identifier = Email o nome utente
sign_in_password = Password
sign_in_remember = Resta connesso
sign_in_submit = Accedi
sign_in_next = Continua
sign_in_or = oppure
sign_in_no_method = Non c’è ancora un modo per accedere a questa app. Un amministratore può configurarne uno.

sign_in_continue_with = Continua con { $provider }
sign_in_with = Accedi con { $provider }

sign_in_wrong = L’email e la password non corrispondono. Controllale entrambe e riprova.
sign_in_incomplete = Inserisci l’email o il nome utente e la password.
sign_in_no_provider_for_address = Non abbiamo trovato un metodo di accesso per questo indirizzo email. Scegli una delle opzioni qui sotto.
sign_in_directory_unreachable = Non riusciamo a raggiungere la directory della tua organizzazione. Attendi un momento, poi riprova.
sign_in_paused = Troppi tentativi non riusciti. Attendi un momento, poi riprova.
sign_in_proof_needed = Il tuo browser deve prima eseguire un breve calcolo, perché al momento ci sono molti tentativi di indovinare le password. Inserisci di nuovo la password.
sign_in_proving = Il tuo browser sta eseguendo un breve calcolo. Ci vorranno pochi secondi.
sign_in_proof_needs_script = Al momento ci sono molti tentativi di indovinare le password, quindi il tuo browser deve eseguire un breve calcolo. Attiva JavaScript oppure riprova tra dieci minuti.
sign_in_busy = L’accesso è molto richiesto in questo momento. Attendi qualche secondo, poi riprova.
sign_in_form_too_old = Questa pagina è rimasta aperta troppo a lungo oppure i cookie sono bloccati. Inserisci di nuovo la password. Se continua a succedere, consenti i cookie per questo sito.
sign_in_fresh = Per modificare come accedi, accedi prima di nuovo.

select_account_page = Scegli un account · { $organization }
select_account_title = Scegli un account
select_account_in_use = in uso
select_account_other = Usa un altro account
