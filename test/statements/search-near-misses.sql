-- POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority


