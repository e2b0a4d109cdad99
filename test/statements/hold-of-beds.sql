-- POST /v1/holds


