resource "aws_s3_bucket" "drops" {
  bucket = var.bucket_name
}

resource "aws_s3_bucket_versioning" "drops" {
  bucket = aws_s3_bucket.drops.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "drops" {
  bucket = aws_s3_bucket.drops.id

  rule {
    bucket_key_enabled = var.bucket_kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.bucket_kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.bucket_kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "drops" {
  bucket = aws_s3_bucket.drops.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "drops" {
  bucket = aws_s3_bucket.drops.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "drops" {
  bucket = aws_s3_bucket.drops.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.old_version_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.drops]
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.drops.arn, "${aws_s3_bucket.drops.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "drops" {
  bucket = aws_s3_bucket.drops.id
  policy = data.aws_iam_policy_document.tls_only.json

  depends_on = [aws_s3_bucket_public_access_block.drops]
}

resource "aws_s3_bucket_notification" "drops" {
  count = local.with_notifications ? 1 : 0

  bucket      = aws_s3_bucket.drops.id
  eventbridge = true
}
