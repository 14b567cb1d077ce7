sign_up_page = Crea account · { $organization }
sign_up_title = Crea il tuo account
sign_up_link = Crea account
sign_up_have_account = Ho già un account
sign_up_email = Email
sign_up_submit = Continua
sign_up_leave_empty = Lascia vuoto questo campo
sign_up_no_address = Inserisci un indirizzo email, ad esempio ada@example.com.
sign_up_unmailable_address = Non è possibile inviare email a questo indirizzo. Prima della @ può avere lettere dalla a alla z, cifre, punti singoli e segni come + e -.
sign_up_other_domain = Qui gli account sono riservati agli indirizzi email di determinati domini. Usa l’indirizzo della tua organizzazione.
sign_up_disposable = Usa un indirizzo email che conserverai. Non accettiamo indirizzi temporanei.

sign_up_code_page = Controlla la tua email · { $organization }
sign_up_code_title = Controlla la tua email
sign_up_code_sent = Abbiamo inviato un’email a { $email }. Inserisci il codice di sei cifre che contiene oppure apri il link su qualsiasi dispositivo.
sign_up_code = Codice
sign_up_code_submit = Continua
sign_up_code_wrong = { $left ->
    [one] Il codice non è corretto. Puoi provare ancora una volta.
   *[other] Il codice non è corretto. Puoi provare ancora { $left } volte.
}
sign_up_code_again = Invia di nuovo
sign_up_code_again_hint = Nessuna email? Guarda prima nella cartella spam.
sign_up_code_sent_again = Abbiamo inviato un’altra email. Il codice della prima non funziona più.
sign_up_code_too_soon = Attendi un minuto prima di chiedere un’altra email.
sign_up_other_address = Usa un altro indirizzo email

sign_up_confirm_page = Conferma la tua email · { $organization }
sign_up_confirm_title = Sei tu?
sign_up_confirm = Qualcuno sta creando un account con { $email }, in { $device }, da { $address }, { $when }.
sign_up_confirm_warning = Conferma solo se sei tu: chi l’ha chiesto proseguirà con l’account.
sign_up_confirm_submit = Sì, conferma la mia email
sign_up_confirmed_page = Email confermata · { $organization }
sign_up_confirmed_title = Email confermata
sign_up_confirmed = Torna al browser in cui hai iniziato. Lì si prosegue automaticamente.

sign_up_complete_page = Completa il tuo account · { $organization }
sign_up_complete_title = Ci siamo quasi
sign_up_complete = { $email } è confermato.
sign_up_name = Nome e cognome
sign_up_no_name = Inserisci il tuo nome.
sign_up_terms = Accetto i termini di servizio
sign_up_terms_read = Leggi i termini di servizio
sign_up_terms_missing = Accetta i termini di servizio per creare l’account.
sign_up_complete_submit = Crea account
sign_up_use_password = Scegli invece una password
sign_up_taken_title = Hai già un account
sign_up_taken = Esiste ormai un account con questo indirizzo email.
sign_up_taken_remedy = Accedi con quello. Se non conosci la password, puoi sceglierne una nuova lì.
sign_up_off_title = Qui non si creano nuovi account
sign_up_off = Al momento non è possibile creare account qui.
sign_up_off_remedy = Chiedi un invito o un account all’amministratore.

forgot_password_link = Password dimenticata?
forgot_password_page = Scegli una nuova password · { $organization }
forgot_password_title = Scegli una nuova password
forgot_password = Inserisci l’email o il nome utente. Ti invieremo un link.
forgot_password_submit = Invia link
forgot_password_sent_title = Controlla la tua email
forgot_password_sent = Se esiste un account per { $name }, sta arrivando un’email con un link. Il link funziona una volta, entro un’ora.
forgot_password_sent_hint = Nessuna email dopo qualche minuto? Guarda nella cartella spam oppure verifica che sia ciò che usi per accedere.
forgot_password_back = Torna all’accesso
reset_password_title = Scegli una nuova password
reset_password = Per { $name }. Uscirai da tutti i dispositivi.
reset_password_submit = Salva password
reset_password_done_page = Password modificata · { $organization }
reset_password_done_title = La tua password è stata modificata
reset_password_done = Tutti i dispositivi sono stati disconnessi. Accedi con la nuova password.
reset_password_sign_in = Accedi
reset_off_title = Da qui non partono email
reset_off = Al momento non è possibile chiedere una nuova password via email.
reset_off_remedy = Chiedi una nuova password all’amministratore.

token_unknown_title = Questo link non funziona
token_unknown = Il link è incompleto oppure è stato aperto in un browser diverso da quello a cui è destinato.
token_used_title = Questo link è già stato usato
token_used = Ogni link e ogni codice funziona una volta, e questo è già stato usato.
token_replaced_title = C’è un link più recente
token_replaced = Abbiamo inviato un’altra email dopo questa, oppure il link è stato revocato.
token_outdated_title = Questo link non funziona più
token_outdated = L’account è stato modificato dopo l’invio dell’email.
token_expired_title = Questo link è scaduto
token_expired = Il tempo in cui funziona è terminato.
token_too_many_tries_title = Troppi codici
token_too_many_tries = Questo codice è stato provato troppe volte e non funziona più.
token_remedy = Ricomincia e te ne invieremo uno nuovo.
token_start_again = Ricomincia

invitation_page = Invito · { $organization }
invitation_title = Hai ricevuto un invito a { $organization }
invitation = Questo invito è stato inviato a { $email }.
invitation_by = { $inviter } ha inviato questo invito a { $email }.
invitation_apps = È per { $apps }.
invitation_accept_as = Accetta come { $user }
invitation_sign_in = Accedi per accettare
mail_proof_needed = Il browser deve prima eseguire un breve calcolo, perché sono state richieste molte email. Riprova.
mail_proof_needs_script = Sono state richieste molte email, quindi il browser deve eseguire un breve calcolo. Attiva JavaScript o riprova tra un’ora.

setup_page = Configura { $organization }
setup_title = Configura { $organization }
setup_text = Nessuno amministra ancora questo server. Crea il tuo account e ne sarai il proprietario: potrai aggiungere utenti e app e nominare altri amministratori.
setup_taken = { $email } ha già un account. Accedi con il pulsante qui sotto; tornerai a questa pagina e potrai diventare il proprietario.
