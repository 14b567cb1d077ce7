link_account_page = { $provider } 연결 · { $organization }
link_account_title = 본인의 계정인가요?
link_account = <strong>{ $email }</strong> 계정이 이미 있습니다. 본인의 계정이라면 비밀번호를 입력하세요. 앞으로 { $provider } 계정으로 로그인할 수 있습니다.
link_account_password = 비밀번호
link_account_submit = { $provider } 연결 및 로그인
link_account_other = 다른 방법 사용
link_account_wrong = 비밀번호가 잘못되었습니다. 다시 시도해 보세요.
link_account_missing = 해당 계정의 비밀번호를 입력하세요.
link_account_paused = 실패한 시도가 너무 많습니다. 잠시 후 다시 시도해 보세요.

provider_unknown = 이 제공업체

federation_failed_title = 로그인할 수 없습니다
federation_failed_with_title = { $provider } 계정으로 로그인할 수 없습니다

federation_stale = 이 로그인은 이미 완료되었거나, 시간이 너무 오래 걸렸거나, 다른 브라우저에서 시작되었습니다. 변경된 사항이 없습니다.
federation_stale_remedy = 앱으로 돌아가서 다시 시작하세요.

federation_not_offered = 여기에서는 { $provider } 계정으로 로그인할 수 없습니다.
federation_not_offered_remedy = 다른 방법을 사용하세요. 사용 가능한 방법은 관리자가 정합니다.

federation_denied = { $provider }에서 로그인이 취소되었거나 허용되지 않았습니다.
federation_denied_remedy = 다시 시도하거나 다른 방법을 사용하세요.

federation_unreachable = { $provider }이(가) 응답하지 않습니다.
federation_unreachable_remedy = 1분 후에 다시 시도하거나 다른 방법을 사용하세요.

federation_busy = 현재 { $provider } 로그인 사용량이 매우 많습니다.
federation_busy_remedy = 1분 후에 다시 시도하거나 다른 방법을 사용하세요.

federation_misconfigured = { $provider }에서 요청을 거부했습니다. 설정이 최신 상태가 아닐 수 있습니다.
federation_misconfigured_remedy = 지금은 다른 방법을 사용하세요. 관리자가 해결할 수 있도록 아래의 참조 번호를 알려 주세요.

federation_invalid = { $provider }의 응답을 확인할 수 없습니다.
federation_invalid_remedy = 다시 시도하거나 다른 방법을 사용하세요. 문제가 계속되면 아래의 참조 번호를 관리자에게 알려 주세요.

federation_unreadable = { $provider }의 응답을 확인할 수 없습니다. 응답에 사용자 정보가 없습니다.
federation_unreadable_remedy = 지금은 다른 방법을 사용하세요. 관리자가 해결할 수 있도록 아래의 참조 번호를 알려 주세요.

federation_not_admitted = 사용한 { $provider } 계정은 여기에서 사용할 수 없습니다.
federation_not_admitted_remedy = 조직의 계정이나 다른 방법을 사용하세요.

federation_no_account = { $provider } 계정이 여기의 계정에 연결되어 있지 않습니다.
federation_known_email = { $provider } 계정이 연결되어 있지 않지만, 이메일 주소가 같은 계정이 이미 있을 수 있습니다.
federation_connect_remedy = 계정이 있으면 평소처럼 로그인한 후 계정 페이지에서 { $provider }을(를) 연결하세요. 계정이 없으면 관리자에게 요청하세요.

federation_link_only = { $provider }은(는) 여기의 계정에 연결되어 있지만 로그인에 사용할 수 없습니다.
federation_link_only_remedy = 다른 방법을 사용하세요.

federation_disabled = 계정이 사용 중지되었습니다.
federation_disabled_remedy = 관리자가 다시 사용 설정할 수 있습니다.

federation_linked_title = 이미 연결된 계정입니다
federation_linked = 이 { $provider } 계정은 이미 다른 계정에 연결되어 있습니다. 변경된 사항이 없습니다.
federation_linked_remedy = 다른 계정도 본인의 것이라면 먼저 그 계정에 로그인하여 { $provider } 연결을 해제하세요.

last_method_title = 유일한 로그인 방법은 연결 해제할 수 없습니다
last_method = 이 방법이 없으면 계정에 로그인할 수 없습니다.
last_method_remedy = 먼저 다른 방법을 연결하세요.

use_another_method = 다른 방법 사용
back_to_account = 내 계정으로 돌아가기
