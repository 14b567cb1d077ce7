error_detail = 앱 개발자를 위한 기술 정보
error_reference = 참조 번호 { $reference }

error_try_again = 다시 시도해 보세요. 문제가 계속되면 아래의 참조 번호를 관리자에게 알려 주세요.
error_start_again = 앱으로 돌아가서 다시 시작하세요.
error_open_again = 페이지 다시 열기
error_to_apps = 내 앱으로 이동
error_to_accounts = 계정 선택
error_developer = 사용자의 잘못이 아닙니다. 앱 개발자가 해결할 수 있습니다.

error_bad_request_title = 요청을 읽을 수 없습니다
error_bad_request = 브라우저가 보낸 요청이 불완전하거나 손상되었습니다.
error_bad_request_remedy = 돌아가서 다시 시도해 보세요.

error_app_request = 앱에서 읽을 수 없는 요청을 보냈습니다.
error_refused = 앱의 요청이 거부되었습니다.

error_account_gone_title = 로그아웃된 계정입니다
error_account_gone = 선택한 계정에 더 이상 로그인되어 있지 않습니다.
error_account_gone_remedy = 돌아가서 다른 계정을 선택하거나 다시 로그인하세요.

error_proxy = 이 주소는 리버스 프록시만 사용할 수 있으며, 프록시가 원래 요청의 주소와 메서드를 보내지 않았습니다.
error_proxy_remedy = 프록시 관리자가 해결할 수 있습니다. 가이드는 docs/guides/forward-auth.md에 있습니다.

error_form_title = 양식이 만료되었습니다
error_form = 양식이 너무 오래되었거나, 다른 브라우저에서 열렸거나, 쿠키가 차단되었습니다.
error_form_remedy = 페이지를 다시 여세요. 문제가 계속되면 이 사이트의 쿠키를 허용하세요.

error_forbidden_title = 액세스 권한이 없습니다
error_forbidden = 사용 중인 계정으로는 이 페이지를 열 수 없습니다.
error_forbidden_remedy = 액세스 권한이 필요하면 관리자에게 문의하세요. 돌아가서 다른 계정을 사용할 수도 있습니다.

error_unavailable_title = 현재 문제가 발생했습니다
error_unavailable = 서버가 사용 중이거나 데이터베이스에 연결할 수 없습니다.
error_unavailable_remedy = 몇 초 후에 다시 시도해 보세요.

error_out_of_date_title = 로그인을 계속할 수 없습니다
error_out_of_date = 다른 브라우저에서 시작되었거나, 주소가 불완전하거나, 쿠키가 차단되었습니다.
error_out_of_date_remedy = 앱을 다시 여세요. 문제가 계속되면 이 사이트의 쿠키를 허용하세요.

error_limited_title = 시도 횟수가 너무 많습니다
error_limited = 사용 중인 네트워크에서 시도한 횟수가 너무 많습니다.
error_limited_remedy = { $seconds ->
   *[other] { $seconds }초 후에 다시 시도해 보세요.
}

error_internal_title = 서버에 문제가 발생했습니다
error_internal = 요청을 완료할 수 없습니다. 변경된 사항이 없습니다.

error_not_found_title = 페이지를 찾을 수 없습니다
error_not_found = 이 주소에 페이지가 없습니다.
error_not_found_remedy = 주소를 확인하거나 내 앱으로 이동하세요.

address_title = 로그인 요청이 거부되었습니다
address_remedy = 사용자의 잘못이 아닙니다. 앱 개발자가 해결할 수 있습니다. 요청이 앱의 등록 정보와 일치해야 합니다.
address_client_missing = 앱에서 클라이언트 식별자를 보내지 않았습니다.
address_client_unknown = 앱이 등록되어 있지 않거나 사용 중지되었습니다.
address_redirect_uri_missing = 앱에서 돌아갈 주소를 보내지 않았습니다.
address_redirect_uri_unregistered = 앱에서 등록되지 않은 주소로 이동하려고 합니다.
address_repeated = 앱에서 식별자 또는 주소로 서로 다른 두 값을 보냈습니다.
address_request_object = 앱의 서명된 요청을 확인할 수 없습니다.
address_unusable = 앱에서 읽을 수 없는 내용을 보냈습니다.

form_post_page = 앱으로 돌아가는 중
form_post_title = 잠시만 기다려 주세요
form_post = 앱으로 돌아가는 중입니다.
form_post_continue = 앱으로 계속하기
web_message = 결과를 앱에 전달하는 중입니다. 아무 일도 일어나지 않으면 이 창을 닫고 앱으로 돌아가세요.
