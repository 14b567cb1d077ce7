# Roles that people ask for: the pages of users, the console and the mails.

access_app = 앱
access_role = 역할
access_reason = 이유
access_until = 종료일
access_no_end = 기한 없음

## Pages of users
access_page = 액세스 · { $organization }
account_nav_access = 액세스
access_hint = 역할이 있으면 앱에서 더 많은 일을 할 수 있습니다. 요청하면 앱 책임자가 결정합니다.
access_none = 요청할 수 있는 역할이 없습니다. 어떤 역할을 요청할 수 있는지는 관리자가 정합니다.
access_ask = 액세스 요청
access_ask_title = { $app }의 { $role } 요청
access_opens = 이 역할이 없으면 앱을 열 수 없습니다.
access_your_requests = 내 요청
access_state_open = 응답 대기 중
access_state_approved = 승인됨
access_state_refused = 승인되지 않음
access_state_withdrawn = 철회됨
access_state_expired = 제때 응답한 사람이 없음
access_asked = 요청한 때
access_withdraw = 요청 철회
access_ends = 아무도 응답하지 않으면 요청은 { $time }에 끝납니다.
access_reason_label = 왜 필요한가요?
access_reason_hint = 결정하는 사람이 읽습니다. 500자까지 쓸 수 있습니다.
access_until_label = 언제까지 필요한가요?
access_until_hint = 기한 없이 필요하면 비워 두세요. 마지막 날도 포함됩니다(UTC).
access_until_longest = 가장 늦은 날짜는 { $day }입니다. 마지막 날도 포함됩니다(UTC).
access_send = 요청 보내기
access_sent = 요청을 보냈습니다. 답변은 이 페이지에서 볼 수 있습니다.
access_was_withdrawn = 요청을 철회했습니다.
access_problem_reason = 필요한 이유를 500자 이내로 써 주세요.
access_problem_until = 이 역할이 허용하는 기간 안에서 오늘 이후의 날짜를 선택하세요.
access_problem_waits = 이미 이 역할을 요청했습니다. 응답을 기다리고 있습니다.
access_problem_many = 최근에 많은 역할을 요청했습니다. 답변을 기다리거나 요청을 철회하세요.
access_problem_gone = 이 역할은 요청할 수 없거나 이미 가지고 있습니다.
access_problem_changed = 같은 순간에 앱이 변경되었습니다. 다시 시도하세요.
no_access_title = 아직 { $app }을(를) 열 수 없습니다
no_access_text = { $user }(으)로 로그인했습니다. 이 계정은 { $app }에 액세스할 수 없지만 요청할 수 있습니다.
no_access_waits = 액세스를 요청했습니다. 요청이 답변을 기다리고 있습니다.
no_access_back = { $app }(으)로 돌아가기

## The console
console_nav_access_requests = 액세스 요청
console_access_requests_hint = 사용자가 요청한 역할을 승인하거나 거부합니다.
console_access_none = 응답을 기다리는 요청이 없습니다. 설정에서 허용하면 역할을 요청할 수 있습니다.
console_access_none_decided = 아직 결정된 것이 없습니다.
console_access_decided = 결정됨
console_access_gives = 역할이 허용하는 것
console_access_wished = 원하는 종료일
console_access_given_until = 부여된 종료일
console_access_by = 결정한 사람
console_access_answer = 거부 이유
console_access_approve = 요청 승인
console_access_approve_effect = 사용자는 바로 역할을 가지며, 선택한 날까지 유효합니다. 감사 로그에 내 이름과 함께 남습니다.
console_access_refuse = 요청 거부
console_access_refuse_effect = 사용자는 역할을 받지 못하고 내가 쓴 이유를 읽습니다.
console_access_own = 본인의 요청입니다. 다른 사람이 결정해야 합니다.
console_attention_requests = 응답을 기다리는 액세스 요청: { $count }
console_field_requestable = 사용자가 요청할 수 있음
console_field_longest = 최대 기간
console_field_longest_hint = 일 또는 시간(예: 30d, 12h). 기한 없이 줄 수 있는 역할이면 비워 두세요.
console_role_requestable = 사용자가 이 역할을 요청할 수 있습니다.
console_role_requestable_for = 사용자가 이 역할을 요청할 수 있습니다(최대 { $longest }).
console_holder_request = 요청에 따라

## Mails
mail_access_requested_subject = { $name }에서 액세스를 요청했습니다
mail_access_requested_title = 액세스 요청이 있습니다
mail_access_requested_text = { $user } 님이 역할을 요청합니다. 승인될 때까지 아무것도 바뀌지 않습니다.
mail_access_requested_button = 요청 보기
mail_access_decided_subject = { $name }의 액세스 요청 결과
mail_access_approved_title = 요청이 승인되었습니다
mail_access_approved_text = 요청한 역할이 부여되었습니다. 앱에서 달라진 점이 보이지 않으면 다시 로그인하세요.
mail_access_refused_title = 요청이 승인되지 않았습니다
mail_access_refused_text = 요청한 역할을 받지 못했습니다.
mail_access_decided_button = 내 요청 열기
