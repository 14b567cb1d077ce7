# Roles that people ask for: the pages of users, the console and the mails.

access_app = App
access_role = Role
access_reason = Reason
access_until = Until
access_no_end = Without an end

## Pages of users
access_page = Access · { $organization }
account_nav_access = Access
access_hint = Roles give you more in an app. Ask for one, and whoever is responsible for the app decides.
access_none = There is no role that you can ask for. Your administrator decides which roles can be asked for.
access_ask = Ask for access
access_ask_title = Ask for { $role } in { $app }
access_opens = You can’t open the app without it.
access_your_requests = Your requests
access_state_open = Waiting for an answer
access_state_approved = Approved
access_state_refused = Not approved
access_state_withdrawn = Withdrawn
access_state_expired = Nobody answered in time
access_asked = Asked
access_withdraw = Withdraw request
access_ends = If nobody answers, the request ends on { $time }.
access_reason_label = Why do you need it?
access_reason_hint = Whoever decides reads this. You can write 500 characters.
access_until_label = Until when do you need it?
access_until_hint = Leave it empty if you need it without an end. The last day counts (UTC).
access_until_longest = The latest day is { $day }. The last day counts (UTC).
access_send = Send request
access_sent = Your request is sent. You find the answer on this page.
access_was_withdrawn = The request is withdrawn.
access_problem_reason = Say why you need it, in 500 characters at most.
access_problem_until = Choose a day in the future that is not later than this role allows.
access_problem_waits = You have asked for this role already. The request waits for an answer.
access_problem_many = You have asked for many roles lately. Wait until they are answered, or withdraw one.
access_problem_gone = This role can’t be asked for, or you have it already.
access_problem_changed = The app was changed at the same moment. Try again.
no_access_title = You can’t open { $app } yet
no_access_text = You’re signed in as { $user }. Your account has no access to { $app }, but you can ask for it.
no_access_waits = You asked for access. Your request waits for an answer.
no_access_back = Back to { $app }

## The console
console_nav_access_requests = Access requests
console_access_requests_hint = Approve or refuse the roles that people ask for.
console_access_none = Nobody waits for an answer. People can ask for a role once its settings allow it.
console_access_none_decided = Nothing was decided yet.
console_access_decided = Decided
console_access_gives = What the role allows
console_access_wished = Wanted until
console_access_given_until = Given until
console_access_by = Decided by
console_access_answer = Reason for the refusal
console_access_approve = Approve request
console_access_approve_effect = The user has the role at once, until the day that you choose. It is in the audit log with your name.
console_access_refuse = Refuse request
console_access_refuse_effect = The user does not get the role, and reads your reason.
console_access_own = This is your own request. Somebody else has to decide it.
console_attention_requests = Requests for access that wait for an answer: { $count }
console_field_requestable = People may ask for it
console_field_longest = For how long at most
console_field_longest_hint = Days or hours, such as 30d or 12h. Leave it empty if the role may be given without an end.
console_role_requestable = People may ask for this role.
console_role_requestable_for = People may ask for this role, for { $longest } at most.
console_holder_request = On request

## Mails
mail_access_requested_subject = Somebody asks for access at { $name }
mail_access_requested_title = Somebody asks for access
mail_access_requested_text = { $user } asks for a role. Nothing changes until somebody approves it.
mail_access_requested_button = Look at the request
mail_access_decided_subject = Your request for access at { $name }
mail_access_approved_title = Your request was approved
mail_access_approved_text = You have the role that you asked for. If you don’t see a difference in the app, sign in to it again.
mail_access_refused_title = Your request was not approved
mail_access_refused_text = You don’t get the role that you asked for.
mail_access_decided_button = Open your requests
