# The role of the service account that reads the bucket, and has no other right: silos, or Standalone. API processes have none.

locals {
  oidc_issuer = local.with_role ? split("oidc-provider/", local.oidc_provider_arn)[1] : ""
}

data "aws_iam_policy_document" "reader_assume" {
  count = local.with_role ? 1 : 0

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:sub"
      values   = ["system:serviceaccount:${var.service_account.namespace}:${var.service_account.name}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "reader" {
  count = local.with_role ? 1 : 0

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.drops.arn]

    dynamic "condition" {
      for_each = var.prefix == "" ? [] : [var.prefix]

      content {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${condition.value}*"]
      }
    }
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.drops.arn}/${var.prefix}*"]
  }

  dynamic "statement" {
    for_each = var.bucket_kms_key_arn == null ? [] : [var.bucket_kms_key_arn]

    content {
      sid       = "Decrypt"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role" "reader" {
  count = local.with_role ? 1 : 0

  name               = "${var.name}-reader"
  assume_role_policy = data.aws_iam_policy_document.reader_assume[0].json
}

resource "aws_iam_role_policy" "reader" {
  count = local.with_role ? 1 : 0

  name   = "read-drops"
  role   = aws_iam_role.reader[0].id
  policy = data.aws_iam_policy_document.reader[0].json
}
